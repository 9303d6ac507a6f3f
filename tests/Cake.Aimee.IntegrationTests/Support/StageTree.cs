namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>A tree of two small packages, of which one needs the other; built on this machine from what stands in it.</summary>
internal sealed class StageTree : IDisposable
{
    private readonly BuildahStore store = BuildahStore.Create();

    public StageTree()
    {
        Tree = new UserTree(store);
        Tree.Write("packages/core/libc/Buildrules", Rules("none", "compile: |\n  mkdir -p $D/usr/lib\n  echo libc >$D/usr/lib/libc\n"));
        Tree.Write("packages/core/app/Buildrules", Rules("none", "depends: {build: [core/libc]}\ncompile: |\n  mkdir -p $D/usr/bin\n  echo app >$D/usr/bin/app\n"));
    }

    public UserTree Tree { get; }

    /// <summary>A package's rules.</summary>
    public static string Rules(string build, string more) => $"version: 1\ndescription: A package\nlicense: MIT\nbuild: {build}\n{more}";

    /// <summary>The host that docs/extending.md shows.</summary>
    public Task<UserResult> ExampleHostAsync(params IEnumerable<string> arguments) => Tree.RunInAsync(
        Tree.Path,
        ["dotnet", Path.Combine(Repository.Top, "tests/Cake.Aimee.ExampleHost/bin/Release/net10.0/Cake.Aimee.ExampleHost.dll"), .. arguments]);

    public void Dispose()
    {
        Tree.Dispose();
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
