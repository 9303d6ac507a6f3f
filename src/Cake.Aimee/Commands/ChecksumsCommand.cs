using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Commands.Pinning;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Commands;

/// <summary>Writes into the rules what the content of sources has to be: digests, and commits for repositories.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Where the user reads what was found and written.</param>
public sealed class ChecksumsCommand(Workspace workspace, TextWriter output)
{
    private const int MostFetches = 8;
    private readonly Lock gate = new();

    private AimeeOptions Options => workspace.Options;

    private bool IsAnew => Options.Verify || Options.Refresh;

    /// <summary>
    /// Fetches the sources of the selected packages that nothing pins, and writes their digests down. With
    /// <c>--verify</c> or <c>--refresh</c> the URIs of all sources are asked again; what differs is an error, or replaced.
    /// </summary>
    /// <param name="cancellationToken">Gives up; no file is half written.</param>
    /// <exception cref="AimeeException">
    /// The tree has errors; or sources do not come, differ or have to be written by hand: all of them, and the rest is written.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadAsync(workspace, cancellationToken).ConfigureAwait(false);
        ThrowIfUnsound(planned);
        var packages = planned.Select(Options);
        var faults = new List<string>();
        var pins = await SearchAsync(packages, faults, cancellationToken).ConfigureAwait(false);
        var changed = pins.Where(pin => pin.Present != pin.Value).ToImmutableArray();
        if (Options.Verify && !Options.Refresh)
        {
            faults.AddRange(changed.Where(pin => pin.Present is not null).Select(pin =>
                $"{pin.Source.Location}: {pin.Package.Id} has {pin.Key} {pin.Present}, and {pin.From} gives {pin.Value} now. Look why, then take it with --refresh."));
            changed = [.. changed.Where(pin => pin.Present is null)];
        }

        faults.AddRange((await WriteAsync(planned, changed, cancellationToken).ConfigureAwait(false)).Select(unwritten => unwritten.ToString()));
        await SummarizeAsync(packages, changed, faults).ConfigureAwait(false);
    }

    /// <summary>A file of digests may have faults: it is this command that writes it anew.</summary>
    private static void ThrowIfUnsound(PlannedTree planned)
    {
        var errors = planned.Diagnostics
            .Where(diagnostic => diagnostic.Severity == Severity.Error && Path.GetFileName(diagnostic.Location?.File) != Digests.FileName)
            .ToList();
        if (errors.Count > 0)
        {
            throw new AimeeException(errors);
        }
    }

    /// <summary>Each source is asked for once, however many packages have it.</summary>
    private async Task<ImmutableArray<Pin>> SearchAsync(ImmutableArray<Package> packages, List<string> faults, CancellationToken cancellationToken)
    {
        var wanted = packages
            .SelectMany(package => package.Sources.Select(source => (Package: package, Source: source)))
            .Where(item => PinSearch.IsMissing(item.Source) || (IsAnew && PinSearch.CanBeAskedAgain(item.Source)))
            .GroupBy(item => (item.Package.Format, item.Source.Uri, item.Source.Archive, item.Source.Sha256, item.Source.Sha512))
            .Select(group => group.ToImmutableArray())
            .ToList();
        var found = new ImmutableArray<Pin>[wanted.Count];
        var search = new PinSearch(PackageSources.Settings(workspace.Config), IsAnew, workspace.Processes);
        await Parallel.ForEachAsync(
            wanted.Select((items, index) => (items, index)),
            new ParallelOptions { MaxDegreeOfParallelism = MostFetches, CancellationToken = cancellationToken },
            async (group, stop) => found[group.index] = await FindAsync(search, group.items, faults, stop).ConfigureAwait(false))
            .ConfigureAwait(false);
        return [.. found.SelectMany(pins => pins)];
    }

    private async Task<ImmutableArray<Pin>> FindAsync(
        PinSearch search, ImmutableArray<(Package Package, PackageSource Source)> users, List<string> faults, CancellationToken cancellationToken)
    {
        try
        {
            var pins = await search.FindAsync(users[0].Package, users[0].Source, cancellationToken).ConfigureAwait(false);
            lock (gate)
            {
                foreach (var pin in pins)
                {
                    output.WriteLine($"{string.Join(", ", users.Select(user => user.Package.Id).Distinct())}: {pin.Key} {pin.Value} ({pin.From})");
                }
            }

            return [.. users.SelectMany(user => pins.Select(pin => pin with { Package = user.Package, Source = user.Source }))];
        }
        catch (AimeeException exception)
        {
            lock (gate)
            {
                faults.AddRange(users.Select(user => $"{user.Source.Location}: {user.Package.Id}: {exception.Message}"));
            }

            return [];
        }
    }

    private async Task<ImmutableArray<UnwrittenPin>> WriteAsync(PlannedTree planned, ImmutableArray<Pin> pins, CancellationToken cancellationToken)
    {
        var yaml = await new YamlPinning(
            planned.Tree, (texts, stop) => PlannedTree.Reader(workspace, texts).ReadAsync(workspace.Config, stop))
            .WriteAsync(pins.Where(pin => pin.Package.Format == RulesFormat.Yaml), cancellationToken).ConfigureAwait(false);
        var shell = ShellPinning.Write(pins.Where(pin => pin.Package.Format == RulesFormat.Shell));
        foreach (var (path, text) in yaml.Texts.Concat(shell))
        {
            await RulesFile.WriteAsync(path, text, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync($"Written: {Path.GetRelativePath(workspace.Config.TopDirectory, path)}").ConfigureAwait(false);
        }

        return yaml.Unwritten;
    }

    private async Task SummarizeAsync(ImmutableArray<Package> packages, ImmutableArray<Pin> changed, List<string> faults)
    {
        if (faults.Count > 0)
        {
            faults.Sort(StringComparer.Ordinal);
            throw new AimeeException(string.Join(Environment.NewLine, faults));
        }

        if (changed.IsEmpty)
        {
            await output.WriteLineAsync(
                $"All sources of {packages.Length} package{(packages.Length == 1 ? "" : "s")} are known by digest or commit{(IsAnew ? ", and are what they were" : "")}.")
                .ConfigureAwait(false);
        }
    }
}
