using System.Collections.Immutable;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages;

/// <summary>Shows to a stage what its package has declared, and nothing else that happens to be installed.</summary>
internal sealed class StageViews(BuildContext context, BuildArtifacts artifacts, IsolationSupport isolation)
{
    private static readonly ImmutableArray<string> ProgramDirectories =
        ["usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin"];

    /// <summary>What is mounted for a stage, and where programs for the build machine are.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(ImmutableArray<SandboxMount> Mounts, ImmutableArray<string> Programs)> MakeAsync(StageNode node, CancellationToken cancellationToken)
    {
        var package = node.Package;
        var mounts = ImmutableArray.CreateBuilder<SandboxMount>();
        await AddAsync(mounts, context.SysrootOf(package), Visible(node), cancellationToken).ConfigureAwait(false);
        var host = PackageView.Host(context.Graph, package);
        var hostSysroot = Path.Combine(context.Config.Paths.Sysroot, context.Host);
        if (!host.IsEmpty)
        {
            await AddAsync(mounts, hostSysroot, host, cancellationToken).ConfigureAwait(false);
        }

        var hasPrograms = !host.IsEmpty || !package.Package.Depends.Host.IsEmpty;
        return (mounts.ToImmutable(), hasPrograms ? [.. ProgramDirectories.Select(directory => Path.Combine(hostSysroot, directory))] : []);
    }

    /// <summary>The packages in the sysroot of a stage: tests see the package itself, too.</summary>
    private ImmutableArray<PlannedPackage> Visible(StageNode node)
    {
        var declared = PackageView.BuildDependencies(context.Graph, node.Package);
        return PackageView.Closure(context.Graph, node.Stage == StageNames.Test ? declared.Prepend(node.Package) : declared);
    }

    private async Task AddAsync(
        ImmutableArray<SandboxMount>.Builder mounts, string sysroot, ImmutableArray<PlannedPackage> visible, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(sysroot);
        if (!isolation.Supported.HasFlag(Isolation.Mounts))
        {
            return;
        }

        var layers = ImmutableArray.CreateBuilder<ViewLayer>();
        foreach (var needed in visible)
        {
            layers.Add(await artifacts.UnpackAsync(needed, cancellationToken).ConfigureAwait(false));
        }

        var view = await artifacts.Views.MakeAsync(layers.ToImmutable(), cancellationToken).ConfigureAwait(false);
        mounts.Add(view.MountAt(sysroot));
    }
}
