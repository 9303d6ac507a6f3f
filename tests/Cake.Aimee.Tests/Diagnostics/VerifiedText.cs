namespace Cake.Aimee.Tests.Diagnostics;

/// <summary>
/// Text that users see, pinned by a file beside the test. When the text is another, it is left beside the file as
/// <c>.received.txt</c>; with AIMEE_ACCEPT=1 in the environment it becomes the verified one.
/// </summary>
internal static class VerifiedText
{
    public static string TestDirectory { get; } = FindTestDirectory();

    public static void Check(string actual, string file)
    {
        var text = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("AIMEE_ACCEPT") == "1")
        {
            File.WriteAllText(file, text);
        }

        var expected = File.Exists(file) ? File.ReadAllText(file) : "";
        if (expected != text)
        {
            File.WriteAllText(Path.ChangeExtension(file, ".received.txt"), text);
        }

        Assert.That(text, Is.EqualTo(expected), $"see {Path.GetRelativePath(TestDirectory, file)}");
    }

    private static string FindTestDirectory()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Cake.Aimee.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(directory.FullName, "tests", "Cake.Aimee.Tests");
    }
}
