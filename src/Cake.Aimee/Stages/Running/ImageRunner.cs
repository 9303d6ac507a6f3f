using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Running;

/// <summary>
/// Runs stages inside an image whose files are a directory of this machine, kept away by namespaces from all that is
/// not theirs. The tree stands at the same path on every machine.
/// </summary>
internal sealed class ImageRunner : IShellRunner
{
    /// <summary>Where the tree is inside.</summary>
    public const string TreePath = "/aimee";

    private const string Start = """cd -- "$1" && exec /bin/sh "$2" """;

    private readonly IProcessRunner processes;
    private readonly Lazy<Task<string>> root;
    private readonly Config config;
    private readonly ImmutableArray<string> outside;
    private readonly Func<ValueTask> close;

    /// <summary>A runner that mounts the image when the first stage needs it.</summary>
    /// <param name="processes">Runs programs.</param>
    /// <param name="config">The tree's settings.</param>
    /// <param name="open">Mounts the image: gives the directory with its files.</param>
    /// <param name="close">Takes it away again.</param>
    public ImageRunner(IProcessRunner processes, Config config, Func<Task<string>> open, Func<ValueTask> close)
    {
        (this.processes, this.config, this.close) = (processes, config, close);
        var paths = config.Paths;
        outside =
        [
            .. new[] { paths.Sources, paths.Artifacts, paths.Packages, paths.Tmp, paths.Sysroot, paths.Exports, paths.Scripts }
                .Where(path => !IsBelow(path, config.TopDirectory)),
        ];
        root = new(async () => Prepare(await open().ConfigureAwait(false)));
    }

    /// <inheritdoc/>
    public string SearchPath => "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <inheritdoc/>
    public string Inside(string text) => text == config.TopDirectory
        ? TreePath
        : text.Replace(config.TopDirectory + "/", TreePath + "/", StringComparison.Ordinal);

    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(StageCommand command, CancellationToken cancellationToken)
    {
        var directory = await root.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        var request = ProcessRequest.Of("chroot", directory, "/bin/sh", "-c", Start, "sh", Inside(command.Directory), Inside(command.Script)) with
        {
            Environment = command.Environment.Variables.ToImmutableDictionary(variable => variable.Key, string? (variable) => variable.Value),
            InheritEnvironment = false,
            WorkingDirectory = "/",
            Secrets = command.Environment.Secrets,
            OnLine = command.OnLine,
            OutputLimit = 1,
            IsInteractive = command.IsInteractive,
            Isolation = Isolation.Processes | Isolation.Mounts | (command.HasNetwork ? Isolation.None : Isolation.Network),
            Mounts = Mounts(directory, command),
        };
        return await processes.RunAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (root.IsValueCreated)
        {
            await close().ConfigureAwait(false);
        }
    }

    private ImmutableArray<SandboxMount> Mounts(string directory, StageCommand command)
    {
        string At(string path) => directory + Inside(path);
        return
        [
            .. command.Views,
            SandboxMount.ReadOnlyMachine,
            SandboxMount.Bind("/proc", directory + "/proc"),
            SandboxMount.Bind("/dev", directory + "/dev"),
            SandboxMount.ReadOnly(config.TopDirectory, directory + TreePath),
            .. outside.Select(path => SandboxMount.ReadOnly(path, At(path))),
            .. command.Writable.Select(path => SandboxMount.Bind(path, At(path))),
            SandboxMount.Temporary(directory + "/tmp"),
            .. command.HasNetwork ? [SandboxMount.ReadOnly("/etc/resolv.conf", directory + "/etc/resolv.conf")] : Array.Empty<SandboxMount>(),
        ];
    }

    /// <summary>Makes the places at which the tree is mounted.</summary>
    private string Prepare(string directory)
    {
        foreach (var path in outside.Prepend(TreePath).Append("/tmp").Append("/proc").Append("/dev"))
        {
            Directory.CreateDirectory(directory + path);
        }

        foreach (var path in outside)
        {
            Directory.CreateDirectory(path);
        }

        return directory;
    }

    private static bool IsBelow(string path, string top) => path == top || path.StartsWith(top + "/", StringComparison.Ordinal);
}
