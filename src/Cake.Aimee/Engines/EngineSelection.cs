using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Engines;

/// <summary>Finds out which engine can be used on this machine.</summary>
/// <param name="processes">Runs the engines' own commands.</param>
public sealed class EngineSelection(IProcessRunner processes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The engine for a choice.</summary>
    /// <param name="choice">What the user wants.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">There is none: the message says what to install or start.</exception>
    public async Task<IEngine> SelectAsync(EngineChoice choice, CancellationToken cancellationToken) =>
        await FindAsync(choice, cancellationToken).ConfigureAwait(false) ?? throw new AimeeException(choice switch
        {
            EngineChoice.Docker =>
                "No docker daemon answers. Start one (systemctl start docker), set DOCKER_HOST to one that runs, "
                + "or use --engine=buildah, which needs no daemon.",
            EngineChoice.Buildah =>
                "The program 'buildah' is not installed. Run the task Setup, or: apt-get install buildah.",
            _ =>
                "There is no container engine: no docker daemon answers and 'buildah' is not installed. "
                + "Run the task Setup, or: apt-get install buildah.",
        });

    /// <summary>The engine for a choice, or null when there is none.</summary>
    /// <param name="choice">What the user wants.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IEngine?> FindAsync(EngineChoice choice, CancellationToken cancellationToken)
    {
        if (choice != EngineChoice.Buildah && await DockerVersionAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            return new DockerEngine(processes);
        }

        return choice != EngineChoice.Docker && Programs.Find("buildah") is not null ? new BuildahEngine(processes) : null;
    }

    /// <summary>The programs that an engine needs and that can be installed.</summary>
    /// <param name="choice">What the user wants.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ImmutableArray<SystemProgram>> ProgramsAsync(EngineChoice choice, CancellationToken cancellationToken)
    {
        var docker = choice == EngineChoice.Docker
            || (choice == EngineChoice.Auto && await DockerVersionAsync(cancellationToken).ConfigureAwait(false) is not null);
        ImmutableArray<SystemProgram> rootless = Environment.IsPrivilegedProcess
            ? []
            : [new("newuidmap", "uidmap", "maps user ids, so that buildah needs no root")];
        return docker
            ? [new("docker", "docker.io", "talks to the docker daemon")]
            : [new("buildah", "buildah", "makes images without a daemon"), .. rootless];
    }

    /// <summary>The version of the docker daemon that answers, or null when none does.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> DockerVersionAsync(CancellationToken cancellationToken)
    {
        if (Programs.Find("docker") is null)
        {
            return null;
        }

        try
        {
            var result = await processes.RunAsync(
                ProcessRequest.Of("docker", "version", "--format", "{{.Server.Version}}") with { Timeout = Patience },
                cancellationToken).ConfigureAwait(false);
            return result.ExitCode == 0 ? result.Output.Trim() : null;
        }
        catch (AimeeException)
        {
            // A client that can not be started, or waits for ever for its daemon, is no engine.
            return null;
        }
    }
}
