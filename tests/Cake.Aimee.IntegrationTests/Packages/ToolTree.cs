using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>A tree as somebody has it who uses the tool: no C# in it.</summary>
internal sealed class ToolTree : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public ToolTree()
    {
        Write(".builder/config", "project: toy\n");
        Write(".builder/release", "env: {CFLAGS: -O2}\n");
        Write("packages/core/hello/Buildrules", "version: 1\ndescription: Says hello\nlicense: MIT\ncompile: |\n  mkdir -p $D/usr/bin\n  cp hello $D/usr/bin/\n");
        Write("packages/core/hello/source/hello", "hello\n");
        Write("packages/tools/pack/Buildrules", "version: 2\ndescription: Packs things\nlicense: MIT\n");
        Write("packages/tools/pack/source/pack", "pack\n");
        Directory.CreateDirectory(In("bin"));
        File.CreateSymbolicLink(In("bin/dotnet-aimee"), Executable);
    }

    /// <summary>The tool, as the solution's build leaves it.</summary>
    public static string Executable => System.IO.Path.Combine(Repository.Top, "src/Cake.Aimee.Tool/bin/Release/net10.0/aimee");

    public string Path => directory.Path;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text) => directory.Write(name, text);

    /// <summary>Runs the tool at the top of the tree.</summary>
    public Task<UserResult> AimeeAsync(params IEnumerable<string> arguments) => RunAsync(Path, [], [Executable, .. arguments]);

    /// <summary>Runs a command that finds the tool as <c>dotnet-aimee</c>, and with it as <c>dotnet aimee</c>.</summary>
    public async Task<UserResult> RunAsync(string place, Dictionary<string, string?> variables, string[] command)
    {
        variables.TryAdd("PATH", $"{In("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
        using var run = UserRun.Start(place, variables, command[0], command[1..]);
        return await run.EndAsync();
    }

    public void Dispose() => directory.Dispose();
}
