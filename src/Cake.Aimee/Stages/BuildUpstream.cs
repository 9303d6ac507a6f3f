using Cake.Aimee.Artifacts.Upstreams;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Pipelines;
using Cake.Aimee.Planning;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Stages;

/// <summary>Where a build shares its artifacts with other machines. An upstream that is broken, or lies, costs time and nothing else.</summary>
internal sealed class BuildUpstream : IDisposable
{
    private readonly BuildContext context;
    private readonly BuildArtifacts artifacts;
    private readonly Action<StageNode, string> tell;
    private readonly ArtifactUpstream? upstream;

    /// <summary>The upstream of a tree's config, if it names one.</summary>
    /// <param name="context">The build.</param>
    /// <param name="artifacts">Gets to know what is there.</param>
    /// <param name="tell">Told, with the stage, what went wrong.</param>
    /// <exception cref="AimeeException">Its address is none.</exception>
    public BuildUpstream(BuildContext context, BuildArtifacts artifacts, Action<StageNode, string> tell)
    {
        (this.context, this.artifacts, this.tell) = (context, artifacts, tell);
        upstream = context.Config.Upstream.Artifacts is { } address ? new ArtifactUpstream(address, PackageSources.Settings(context.Config)) : null;
    }

    /// <summary>Whether there is one.</summary>
    public bool IsThere => upstream is not null;

    /// <summary>Whether it says that it has all artifacts of a package's key. If so, they are what this build uses.</summary>
    public async ValueTask<bool> HasAsync(StageNode node, PackageProgress own, CancellationToken cancellationToken)
    {
        if (upstream is null)
        {
            return false;
        }

        try
        {
            foreach (var output in own.Outputs)
            {
                if (await upstream.FindAsync(own.ArtifactKey(output), cancellationToken).ConfigureAwait(false) is not { } sidecar
                    || sidecar.Name != artifacts.NameOf(output))
                {
                    return false;
                }

                artifacts.Learn(output, sidecar);
            }

            return true;
        }
        catch (ArtifactUpstreamException exception)
        {
            tell(node, $"warning: {exception.Message}");
            return false;
        }
    }

    /// <summary>Brings the artifacts of a package that it said it has.</summary>
    /// <returns>Whether they are here and what they have to be; if not, they have to be built.</returns>
    /// <exception cref="AimeeException">They are not, and may not be built here; or the store can not be written.</exception>
    public async Task<bool> BringAsync(StageNode node, PackageProgress own, bool isTarget, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var output in own.Outputs.Where(output => !artifacts.IsHere(output)))
            {
                await upstream!.PullAsync(artifacts.Require(output), artifacts.StoreOf(output), cancellationToken).ConfigureAwait(false);
            }

            return true;
        }
        catch (ArtifactUpstreamException exception)
        {
            tell(node, $"warning: {exception.Message}");
            ThrowIfOnlyPulled(node, isTarget);
            return false;
        }
    }

    /// <summary>Puts the artifacts of a package there, where the config wants that.</summary>
    public async Task PushAsync(PackageProgress own, CancellationToken cancellationToken)
    {
        if (upstream is null || !context.Config.Upstream.Push)
        {
            return;
        }

        foreach (var output in own.Outputs)
        {
            await upstream.PushAsync(artifacts.Require(output), artifacts.StoreOf(output), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses to build what another machine should have built.</summary>
    /// <param name="node">The package stage whose artifact is not there.</param>
    /// <param name="isTarget">Whether it was asked for: then it may be built.</param>
    /// <exception cref="AimeeException">It may not; the job that makes it is named.</exception>
    public void ThrowIfOnlyPulled(StageNode node, bool isTarget)
    {
        if (!context.Settings.PullDependencies || isTarget)
        {
            return;
        }

        var place = context.Config.Upstream.Artifacts is { } address ? SourceUri.Hide(address) : "(none is configured)";
        throw new AimeeException(
        [
            new Diagnostic(
                DiagnosticCodes.ArtifactMissing.Id,
                Severity.Error,
                $"the artifact of {node.Package.Id} is needed, and neither here nor in the upstream {place}. "
                + $"The CI job {PackageJobs.NameOf(node.Package)} should have made it (the one that runs --target={node.Id}): "
                + "run that first, or leave out --dependencies=pull.",
                node.Package.Package.Location),
        ]);
    }

    /// <inheritdoc/>
    public void Dispose() => upstream?.Dispose();
}
