using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>A working container of buildah's.</summary>
internal sealed class BuildahContainer(
    BuildahEngine engine, IProcessRunner processes, string name, ImmutableArray<Mount> mounts) : IWorkingContainer
{
    private const string IsolationVariable = "BUILDAH_ISOLATION";

    public async Task<ProcessResult> RunAsync(ContainerRun run, CancellationToken cancellationToken)
    {
        string[] isolation = Environment.GetEnvironmentVariable(IsolationVariable) is { Length: > 0 }
            ? []
            : ["--isolation", "chroot"];
        var request = ProcessRequest.Of(
            "buildah",
            [
                "run", .. isolation, "--user", "0:0",
                .. mounts.SelectMany(mount => new[] { "--volume", $"{mount.Source}:{mount.Target}" }),
                .. run.Environment.SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" }),
                name, "--", "/bin/sh", "-euc", run.Script,
            ]);
        return await processes.RunAsync(
            request with
            {
                OnLine = run.OnLine,
                Timeout = run.Timeout,
                Isolation = await OwnProcessesAsync(cancellationToken).ConfigureAwait(false),
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// With chroot isolation the script's processes are the host's own, and buildah clears their environment: one that
    /// leaves the session would be lost from sight. In a process namespace the kernel ends it with the rest. Without
    /// root buildah needs a user namespace of its own making.
    /// </summary>
    private static async Task<Isolation> OwnProcessesAsync(CancellationToken cancellationToken)
    {
        const Isolation wanted = Isolation.Processes | Isolation.Mounts;
        var support = await IsolationSupport.ProbeAsync(cancellationToken).ConfigureAwait(false);
        return support.Supported.HasFlag(wanted) && !support.ByUserNamespace ? wanted : Isolation.None;
    }

    public async Task<EngineImage> CommitAsync(
        ImageReference reference, ImageSettings settings, CancellationToken cancellationToken)
    {
        string[] command = settings.Command.IsEmpty ? [] : ["--cmd", string.Join(' ', settings.Command)];
        await processes.RunCheckedAsync(
            ProcessRequest.Of(
                "buildah",
                [
                    "config",
                    .. settings.Labels.SelectMany(label => new[] { "--label", $"{label.Key}={label.Value}" }),
                    .. settings.Environment.SelectMany(variable => new[] { "--env", $"{variable.Key}={Literal(variable.Value)}" }),
                    .. command, name,
                ]),
            cancellationToken).ConfigureAwait(false);
        await processes.RunCheckedAsync(
            ProcessRequest.Of("buildah", "commit", "--quiet", name, BuildahEngine.Local(reference)), cancellationToken)
            .ConfigureAwait(false);
        return await engine.InspectAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Buildah's config expands variables in a value; a doubled dollar stands for one.</summary>
    private static string Literal(string value) => value.Replace("$", "$$", StringComparison.Ordinal);

    /// <summary>Removes the container, also after a cancellation: nothing of it is left.</summary>
    public async ValueTask DisposeAsync() =>
        await engine.RunAsync(ProcessRequest.Of("buildah", "rm", name), CancellationToken.None).ConfigureAwait(false);
}
