namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>Where the parts of this repository are.</summary>
internal static class Repository
{
    /// <summary>The top of the repository.</summary>
    public static string Top { get; } = FindTop();

    /// <summary>The host that <c>./build.sh</c> hands on to.</summary>
    public static string Host => Path.Combine(Top, "build", "bin", "Release", "net10.0", "Build.dll");

    /// <summary>The add-in that scripts load.</summary>
    public static string AddIn => Path.Combine(Top, "src", "Cake.Aimee", "bin", "Release", "net10.0", "Cake.Aimee.dll");

    private static string FindTop()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Cake.Aimee.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return directory.FullName;
    }
}
