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
    public Task<UserResult> ExampleHostAsync(params string[] arguments) => ExampleHostAsync(("DEPOT", null), arguments);

    /// <summary>The host that docs/extending.md shows, with a variable.</summary>
    public async Task<UserResult> ExampleHostAsync((string Name, string? Value) variable, params string[] arguments)
    {
        var host = Path.Combine(Repository.Top, "tests/Cake.Aimee.ExampleHost/bin/Release/net10.0/Cake.Aimee.ExampleHost.dll");
        using var run = UserRun.Start(
            Tree.Path, new Dictionary<string, string?> { [variable.Name] = variable.Value }, "dotnet", [host, .. arguments]);
        return await run.EndAsync();
    }

    public void Dispose()
    {
        Tree.Dispose();
        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
