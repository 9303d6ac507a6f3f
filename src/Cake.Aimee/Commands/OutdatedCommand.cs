using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Commands;

/// <summary>Tells which packages newer versions are known of: git tags, and the directories that archives lie in.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Where the answer goes when no file is named.</param>
public sealed class OutdatedCommand(Workspace workspace, TextWriter output)
{
    private const int MostQuestions = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Asks, several places at a time. A place that does not answer is told of with the rest.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">The tree has errors, or there is no such package.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        var packages = planned.Select(workspace.Options);
        var answers = new PackageVersions[packages.Length];
        using var search = new VersionSearch(PackageSources.Settings(workspace.Config), workspace.Processes);
        await Parallel.ForEachAsync(
            packages.Select((package, index) => (package, index)),
            new ParallelOptions { MaxDegreeOfParallelism = MostQuestions, CancellationToken = cancellationToken },
            async (item, stop) => answers[item.index] = await AskAsync(search, item.package, stop).ConfigureAwait(false)).ConfigureAwait(false);
        await new Answer(workspace.Options, output).WriteAsync(
            ("table", text => WriteTable(answers, text)),
            ("json", text => WriteJson(answers, text))).ConfigureAwait(false);
    }

    /// <summary>The first of a package's sources whose place tells decides.</summary>
    private static async Task<PackageVersions> AskAsync(VersionSearch search, Package package, CancellationToken cancellationToken)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var source in package.Sources)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                if (await search.FindAsync(SourceUri.Parse(source.Uri), package.Version, patience.Token).ConfigureAwait(false) is { } known)
                {
                    return new(package, known, problems.ToImmutable());
                }
            }
            catch (AimeeException exception)
            {
                problems.Add(exception.Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                problems.Add($"Can not look for versions of {SourceUri.Hide(source.Uri)}: no answer within {Patience.TotalSeconds:0} s.");
            }
        }

        return new(package, null, problems.ToImmutable());
    }

    private static void WriteTable(IReadOnlyCollection<PackageVersions> answers, TextWriter text)
    {
        var behind = answers.Where(answer => answer.IsBehind).ToList();
        var (name, version, newest) = (Widest(answer => answer.Package.Id), Widest(answer => answer.Package.Version), Widest(answer => answer.Newest!));
        foreach (var answer in behind)
        {
            text.WriteLine(
                $"{answer.Package.Id.PadRight(name)}  {answer.Package.Version.PadRight(version)}  {answer.Newest!.PadRight(newest)}  {answer.Known!.Place}");
        }

        var (current, silent) = (answers.Count(answer => answer.Known is not null) - behind.Count, answers.Count(answer => answer.Known is null && answer.Problems.IsEmpty));
        text.WriteLine($"{behind.Count} behind, {current} newest, {silent} whose places do not tell.");
        foreach (var problem in answers.SelectMany(answer => answer.Problems.Select(problem => $"{answer.Package.Id}: {problem}")))
        {
            text.WriteLine(problem);
        }

        int Widest(Func<PackageVersions, string> column) => behind.Max(answer => (int?)column(answer).Length) ?? 0;
    }

    private static void WriteJson(IEnumerable<PackageVersions> answers, TextWriter text)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartArray();
            foreach (var answer in answers)
            {
                writer.WriteStartObject();
                writer.WriteString("package", answer.Package.Id);
                writer.WriteString("version", answer.Package.Version);
                writer.WriteString("newest", answer.Newest);
                writer.WriteBoolean("behind", answer.IsBehind);
                writer.WriteString("where", answer.Known?.Place);
                writer.WriteStartArray("problems");
                foreach (var problem in answer.Problems)
                {
                    writer.WriteStringValue(problem);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        text.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    /// <summary>What is known of a package's versions.</summary>
    private sealed record PackageVersions(Package Package, KnownVersions? Known, ImmutableArray<string> Problems)
    {
        /// <summary>The newest version that is known; the package's own when none is newer, null when nothing is known.</summary>
        public string? Newest => Known is null ? null : Known.After(Package.Version) is [.., var newest] ? newest : Package.Version;

        public bool IsBehind => Newest is not null && Newest != Package.Version;
    }
}
