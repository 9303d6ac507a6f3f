using Cake.Aimee.Commands;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Commands;

/// <summary>A tree in a temporary directory, and commands that work on it.</summary>
internal sealed class CommandTree : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public CommandTree() => directory.Write(".builder/config", "target: aarch64-unknown-linux-gnu\n");

    public string Path => directory.Path;

    public string Write(string name, string text) => directory.Write(name, text);

    public string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));

    /// <summary>Runs a command as the user does.</summary>
    /// <param name="run">The command.</param>
    /// <param name="arguments">The command line: <c>package=core/zlib</c>, <c>verify</c>.</param>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(Func<Workspace, TextWriter, Task> run, params IEnumerable<string> arguments)
    {
        var given = arguments.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "");
        var options = AimeeOptions.Read(Path, name => given.GetValueOrDefault(name));
        var workspace = await Workspace.OpenAsync(options, ImageSystems.Default, new ProcessRunner(), CancellationToken.None);
        using var output = new StringWriter();
        await run(workspace, output);
        return output.ToString();
    }

    public void Dispose() => directory.Dispose();
}
