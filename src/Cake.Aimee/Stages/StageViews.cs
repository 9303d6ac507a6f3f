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

    /// <summary>What is mounted for a stage, where programs for the build machine are, and the directory with their libraries, if they have any.</summary>
    /// <param name="node">The stage.</param>
    /// <param name="inside">Tells a path as the stage sees it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(ImmutableArray<SandboxMount> Mounts, ImmutableArray<string> Programs, string? Libraries)> MakeAsync(
        StageNode node, Func<string, string> inside, CancellationToken cancellationToken)
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

        if (package.Package.Depends.Host.IsEmpty)
        {
            return (mounts.ToImmutable(), [], null);
        }

        var libraries = Path.Combine(PackagePlace.Of(context.Config, package).Environment, "libraries");
        var hasLibraries = ToolLibraries.Link(libraries, inside(hostSysroot), ToolRoots(package, hostSysroot));
        return (mounts.ToImmutable(), [.. ProgramDirectories.Select(directory => Path.Combine(hostSysroot, directory))], hasLibraries ? libraries : null);
    }

    /// <summary>What a package's tools are made of: their artifacts; without views, all that is installed.</summary>
    private IEnumerable<string> ToolRoots(PlannedPackage package, string hostSysroot) => isolation.Supported.HasFlag(Isolation.Mounts)
        ? PackageView.Tools(context.Graph, package).Select(artifacts.UnpackedPathOf)
        : [hostSysroot];

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
