using Cake.Aimee.Commands;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Commands;

/// <summary>A tree in a temporary directory, and commands that work on it.</summary>
internal sealed class CommandTree : IDisposable
{
    private readonly TemporaryDirectory? directory;

    public CommandTree()
    {
        directory = new();
        Path = directory.Path;
        Write(".builder/config", "target: aarch64-unknown-linux-gnu\n");
    }

    private CommandTree(string path) => Path = path;

    public string Path { get; }

    /// <summary>A tree that is there, and stays.</summary>
    public static CommandTree At(string path) => new(path);

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

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

    public void Dispose() => directory?.Dispose();
}
