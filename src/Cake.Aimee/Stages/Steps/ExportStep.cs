using Cake.Aimee.Artifacts.Exports;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Makes a package for another system's package manager out of a package's artifact.</summary>
/// <param name="artifacts">Knows the artifact.</param>
/// <param name="processes">Runs the package manager's own programs.</param>
internal sealed class ExportStep(BuildArtifacts artifacts, IProcessRunner processes) : IStageStep
{
    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        var sidecar = artifacts.Require(run.Package);
        await artifacts.UnpackAsync(run.Package, cancellationToken).ConfigureAwait(false);
        var root = artifacts.UnpackedPathOf(run.Package);
        var triple = run.Context.TripleOf(run.Package);
        var needs = run.Package.Split is { } split ? run.Rules.Splits[split].Run : run.Rules.Depends.Run;
        var request = new ExportRequest(root, sidecar.Name.Name, sidecar.Name.Version, TargetTriple.Parse(triple))
        {
            Release = sidecar.Name.Release,
            Description = run.Package.Description,
            License = run.Rules.License ?? "",
            Homepage = run.Rules.Homepage ?? "",
            Run = [.. needs.Select(dependency => dependency.Package)],
            WithDevelopment = run.Package.Split is not null,
            Epoch = DateTimeOffset.FromUnixTimeSeconds(WorkDirectory.NewestTime(root, DateTimeOffset.UtcNow) ?? Running.StageEnvironment.NoEpoch),
            WorkDirectory = Path.Combine(run.Place.Temporary, "export"),
        };
        var made = await PackageExport.WriteAsync(
            run.Context.Settings.ExportFormat, request, Path.Combine(run.Context.Config.Paths.Exports, triple), processes, cancellationToken).ConfigureAwait(false);
        run.Log.Write($"made {made}");
    }
}
