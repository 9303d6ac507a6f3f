using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Stages.InstallRoot;
using Cake.Aimee.Stages.Running;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages;

/// <summary>Checks a package's install root before it is packed.</summary>
/// <param name="artifacts">Knows what the package was linked with.</param>
/// <param name="runner">Knows the paths that the package has seen.</param>
internal sealed class PackageChecks(BuildArtifacts artifacts, IShellRunner runner)
{
    // What compilers link to everything: who ships it, the tree may say, and need not.
    private static readonly ImmutableArray<string> OfToolchain =
        ["ld-linux", "ld64.so", "ld.so", "libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "libgcc_s.so", "libstdc++.so", "libatomic.so"];

    /// <summary>Writes warnings into the stage's log.</summary>
    /// <exception cref="AimeeException">There are errors: all of them.</exception>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        var context = run.Context;
        var input = new InstallRootInput(run.Place.Install, TargetTriple.Parse(context.TripleOf(run.Package)))
        {
            BuildPaths = [runner.Inside(run.Place.Directory)],
            Sysroot = runner.Inside(context.SysrootOf(run.Package)),
            Provided = await ProvidedAsync(run, cancellationToken).ConfigureAwait(false),
            Waivers = run.Rules.Waivers,
            IsStrict = run.Rules.Format == RulesFormat.Yaml,
            Location = run.Rules.Location,
        };
        var found = await InstallRootChecks.FindAsync(input, cancellationToken).ConfigureAwait(false);
        foreach (var fault in found)
        {
            run.Log.Write(fault.ToString());
        }

        var errors = found.Where(fault => fault.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
        {
            throw new AimeeException(errors.Append(new Diagnostic(
                DiagnosticCodes.StageFailed.Id, Severity.Error, $"{run.Node.Id} failed: what {run.Rules.Id} has installed is not as it has to be. It is in {run.Place.Install}.", run.Rules.Location)));
        }
    }

    /// <summary>
    /// The libraries of what the package declares to need at run time. It can only have been linked with what its
    /// stages saw, so nothing else is looked at.
    /// </summary>
    private async Task<IReadOnlySet<string>> ProvidedAsync(StageRun run, CancellationToken cancellationToken)
    {
        var graph = run.Context.Graph;
        var provided = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var needed = PackageView.Closure(graph, PackageView.RunDependencies(graph, run.Package)).ToHashSet();
        foreach (var package in PackageView.Sysroot(graph, run.Package).Where(needed.Contains))
        {
            await artifacts.UnpackAsync(package, cancellationToken).ConfigureAwait(false);
            provided.UnionWith(SharedLibraries.ProvidedBy(artifacts.UnpackedPathOf(package)));
        }

        provided.UnionWith(SharedLibraries.NeededIn(run.Place.Install).Where(name => OfToolchain.Any(known => name.StartsWith(known, StringComparison.Ordinal))));
        return provided.ToImmutable();
    }
}
