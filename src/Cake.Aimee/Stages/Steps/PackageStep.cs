using System.Collections.Immutable;
using System.Security.Cryptography;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Makes the artifacts of a package and its splits out of its install root.</summary>
/// <param name="artifacts">Gets to know them.</param>
/// <param name="processes">Runs compressors.</param>
internal sealed class PackageStep(BuildArtifacts artifacts, IProcessRunner processes) : IStageStep
{
    private readonly InstallRootInspection inspection = new(artifacts);

    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        await inspection.RunAsync(run, cancellationToken).ConfigureAwait(false);
        var packed = await artifacts.StoreOf(run.Package).PackAsync(Request(run), processes, cancellationToken).ConfigureAwait(false);
        foreach (var warning in packed.Warnings)
        {
            run.Log.Write($"warning: {warning}");
        }

        foreach (var (package, sidecar) in Outputs(run.Context.Graph, run.Package).Zip(packed.Sidecars))
        {
            artifacts.Learn(package, sidecar);
            run.Log.Write($"made {sidecar.Name}, {sidecar.Size} bytes, sha256 {sidecar.Digest}");
        }
    }

    /// <summary>The packages that get an artifact of a package's install root: itself, and its splits in their order.</summary>
    public static IEnumerable<PlannedPackage> Outputs(StageGraph graph, PlannedPackage package) =>
        package.Package.Splits.Keys
            .Select(split => graph.FindPackage(PlannedPackage.IdOf($"{package.Package.Id}-{split}", package.IsHost)))
            .OfType<PlannedPackage>()
            .Prepend(package);

    private ArtifactRequest Request(StageRun run)
    {
        var rules = run.Rules;
        var log = run.Place.LogOf(StageNames.Compile);
        return new ArtifactRequest(artifacts.NameOf(run.Package), run.Key!.Value, run.Place.Install, Describe(run.Package))
        {
            Splits =
            [
                .. Outputs(run.Context.Graph, run.Package).Skip(1).Select(split => new ArtifactSplit(
                    artifacts.NameOf(split), StageKeys.SplitKey(run.Key.Value, split.Split!), Describe(split), rules.Splits[split.Split!].Files)),
            ],
            ClampTo = DateTimeOffset.FromUnixTimeSeconds(run.Epoch ?? Running.StageEnvironment.NoEpoch),
            Sources = rules.Sources
                .Select(source => (source.ToSource(trustOnFirstUse: true).Uri.Archive, Digest: source.Sha256 ?? source.Sha512 ?? source.Commit ?? ""))
                .DistinctBy(source => source.Archive)
                .ToImmutableSortedDictionary(source => source.Archive, source => source.Digest, StringComparer.Ordinal),
            LogDigest = File.Exists(log) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(log))) : null,
            Started = run.Started,
            Threads = run.Context.Jobs,
        };
    }

    private static ArtifactDescription Describe(PlannedPackage package)
    {
        var run = package.Split is { } split ? package.Package.Splits[split].Run : package.Package.Depends.Run;
        return new ArtifactDescription
        {
            Description = package.Description,
            License = package.Package.License,
            Run = [.. run.Select(dependency => dependency.Package)],
        };
    }
}
