using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Running;

/// <summary>Runs stages on this machine, kept away by namespaces from all that is not theirs, as far as the machine has them.</summary>
/// <param name="processes">Runs programs.</param>
/// <param name="isolation">What this machine allows.</param>
/// <param name="caller">A variable of the caller's environment.</param>
internal sealed class HostRunner(IProcessRunner processes, IsolationSupport isolation, Func<string, string?> caller) : IShellRunner
{
    private static readonly ImmutableArray<string> Scratch = ["/tmp", "/dev/shm"];
    private const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <inheritdoc/>
    public string SearchPath { get; } = caller("PATH") is { Length: > 0 } path ? path : UsualPath;

    /// <inheritdoc/>
    public string Inside(string text) => text;

    /// <inheritdoc/>
    public Task<ProcessResult> RunAsync(StageCommand command, CancellationToken cancellationToken)
    {
        var wanted = Isolation.Processes | Isolation.Mounts | (command.HasNetwork ? Isolation.None : Isolation.Network);
        var request = new ProcessRequest("sh", [command.Script])
        {
            WorkingDirectory = command.Directory,
            Environment = command.Environment.Variables.ToImmutableDictionary(variable => variable.Key, string? (variable) => variable.Value),
            InheritEnvironment = false,
            Secrets = command.Environment.Secrets,
            OnLine = command.OnLine,
            OutputLimit = 1,
            IsInteractive = command.IsInteractive,
            Isolation = wanted & isolation.Supported,
            Mounts = isolation.Supported.HasFlag(Isolation.Mounts) ? Mounts(command) : [],
        };
        return processes.RunAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ImmutableArray<SandboxMount> Mounts(StageCommand command) =>
    [
        .. command.Views,
        SandboxMount.ReadOnlyMachine,
        .. command.Writable.Select(directory => SandboxMount.Bind(directory, directory)),
        // What is fixed in programs; a tree that lies there must not be hidden.
        .. Scratch
            .Where(path => Directory.Exists(path) && !command.Script.StartsWith(path + "/", StringComparison.Ordinal))
            .Select(SandboxMount.Temporary),
    ];
}
