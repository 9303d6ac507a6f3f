using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Brings a package's sources into <c>sources/</c>.</summary>
/// <param name="fetcher">Fetches them.</param>
/// <param name="upload">Puts what was fetched upstream; null when nothing is to be put there.</param>
internal sealed class FetchStep(SourceFetcher fetcher, SourceUpload? upload) : IStageStep
{
    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        foreach (var source in SourcesOf(run.Rules))
        {
            var fetched = await fetcher.FetchAsync(
                source, progress => run.Log.Write(Describe(progress)), cancellationToken).ConfigureAwait(false);
            foreach (var problem in fetched.Problems)
            {
                run.Log.Write(problem);
            }

            run.Log.Write(fetched.Origin == FetchOrigin.Local ? $"{source.Uri.Archive} is here" : $"{source.Uri.Archive} from {fetched.Location}");
            if (fetched.WasTrusted)
            {
                run.Log.Write($"warning: nothing says what {source.Uri.Archive} has to be; it is believed from now on ({fetched.Sha256}). '--target=Checksums --package={run.Rules.Id}' writes that down.");
            }

            if (upload is not null)
            {
                await upload.PushAsync(fetched, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks whether all sources of a package are here and are what they have to be.</summary>
    /// <param name="rules">The package.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> IsDoneAsync(Package rules, CancellationToken cancellationToken)
    {
        foreach (var source in SourcesOf(rules))
        {
            if (await fetcher.FindAsync(source, cancellationToken).ConfigureAwait(false) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The archives of a package, whole and verified.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<FetchedSource>> BringAsync(StageRun run, CancellationToken cancellationToken)
    {
        var found = new List<FetchedSource>();
        foreach (var source in SourcesOf(run.Rules))
        {
            found.Add(await fetcher.FetchAsync(source, null, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    // A package's own source/ takes the place of what would be fetched.
    private static IEnumerable<Source> SourcesOf(Package rules) => rules.HasSourceDirectory
        ? []
        : rules.Sources.Select(source => source.ToSource(trustOnFirstUse: rules.Format == RulesFormat.Shell));

    private static string Describe(FetchProgress progress) => progress.Total is { } total
        ? $"{progress.Archive}: {progress.Bytes} of {total} bytes from {progress.Location}"
        : $"{progress.Archive}: {progress.Bytes} bytes from {progress.Location}";
}
