using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Editing;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>
/// Puts pins into the texts of YAML rules. The tree is read with the new texts before one of them is written: each
/// package has to be what it was, but for the pins. What does not pass is left to the user.
/// </summary>
/// <param name="tree">The tree as it is.</param>
/// <param name="readAsync">Reads the tree as it would be with other texts.</param>
internal sealed class YamlPinning(
    BuildTree tree, Func<IReadOnlyDictionary<string, string>, CancellationToken, Task<TreeReading>> readAsync)
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private readonly ILookup<SourceLocation, (Package Package, PackageSource Source)> users = tree.Packages
        .SelectMany(package => package.Sources.Select(source => (package, source)))
        .Where(item => item.source.Location is not null)
        .ToLookup(item => item.source.Location!);

    public async Task<PinnedRules> WriteAsync(IEnumerable<Pin> pins, CancellationToken cancellationToken)
    {
        var unwritten = ImmutableArray.CreateBuilder<UnwrittenPin>();
        var changes = new List<Change>();
        foreach (var pin in pins.DistinctBy(pin => (pin.Source.Location, pin.Key)))
        {
            var (edits, reason) = Edit(pin);
            if (edits is { } found)
            {
                changes.Add(new(pin, PathOf(pin), found));
            }
            else
            {
                unwritten.Add(Unwritten(pin, reason));
            }
        }

        var (passed, refused) = await TryAsync(changes, cancellationToken).ConfigureAwait(false);
        unwritten.AddRange(refused.Select(change => Unwritten(change.Pin, "the rules would mean something else")));
        return new(Texts(passed), unwritten.ToImmutable());
    }

    private (ImmutableArray<TextEdit>? Edits, string Reason) Edit(Pin pin)
    {
        var location = pin.Source.Location!;
        return users[location].Select(user => (user.Source.Uri, user.Source.Archive)).Distinct().Count() > 1
            ? (null, "several packages share these rules, and have different sources")
            : (SourceEdit.Pin(TextOf(PathOf(pin)), location, pin.Key, pin.Value), "the way in which the source is written");
    }

    private UnwrittenPin Unwritten(Pin pin, string reason)
    {
        // A layer's line is not the package's own: the package lays its list over it.
        var isOwn = pin.Source.Location!.File == pin.Package.Location.File;
        var line = SourceEdit.ByHand(isOwn ? TextOf(PathOf(pin)) : "", pin.Source.Location, SourceUri.Hide(pin.Source.Uri), pin.Key, pin.Value);
        return new(pin, reason, isOwn ? line : $"in {pin.Package.Location.File}, below 'sources:', {line}");
    }

    /// <summary>All changes at once; where packages do not come out right, those that touch them one by one.</summary>
    private async Task<(List<Change> Passed, List<Change> Refused)> TryAsync(List<Change> changes, CancellationToken cancellationToken)
    {
        var wrong = await WrongAsync(changes, cancellationToken).ConfigureAwait(false);
        if (wrong.Count == 0)
        {
            return (changes, []);
        }

        var files = changes.Where(change => wrong.Overlaps(PackagesOf(change))).Select(change => change.Path).ToHashSet(StringComparer.Ordinal);
        var doubtful = changes.Where(change => files.Count == 0 || files.Contains(change.Path)).ToList();
        var passed = changes.Except(doubtful).ToList();
        var refused = new List<Change>();
        foreach (var change in doubtful)
        {
            passed.Add(change);
            if ((await WrongAsync(passed, cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                passed.Remove(change);
                refused.Add(change);
            }
        }

        return (passed, refused);
    }

    /// <summary>The packages that are not what they have to be when changes are made.</summary>
    private async Task<HashSet<string>> WrongAsync(List<Change> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return [];
        }

        var read = (await readAsync(Texts(changes), cancellationToken).ConfigureAwait(false)).Tree;
        var pins = changes.ToLookup(change => change.Pin.Source.Location, change => change.Pin);
        var wrong = tree.Packages
            .Where(package => read.Find(package.Id) is not { } found
                || PackageFingerprint.Of(found) != PackageFingerprint.Of(package with
                {
                    Sources = [.. package.Sources.Select(source => pins[source.Location].Aggregate(source, (result, pin) => pin.Apply(result)))],
                }))
            .Select(package => package.Id)
            .ToHashSet(StringComparer.Ordinal);
        return wrong.Count == 0 && read.Packages.Length != tree.Packages.Length ? [PackageNames.All] : wrong;
    }

    private IEnumerable<string> PackagesOf(Change change) => users[change.Pin.Source.Location!].Select(user => user.Package.Id);

    private ImmutableSortedDictionary<string, string> Texts(IEnumerable<Change> changes) => changes
        .GroupBy(change => change.Path, StringComparer.Ordinal)
        .ToImmutableSortedDictionary(
            file => file.Key, file => TextEdit.Apply(TextOf(file.Key), file.SelectMany(change => change.Edits)), StringComparer.Ordinal);

    private string PathOf(Pin pin) => Path.GetFullPath(pin.Source.Location!.File, tree.Config.TopDirectory);

    private string TextOf(string path)
    {
        if (!texts.TryGetValue(path, out var text))
        {
            var diagnostics = new DiagnosticBag();
            text = TextFile.Read(path, path, diagnostics) ?? "";
            diagnostics.ThrowIfErrors();
            texts.Add(path, text);
        }

        return text;
    }

    private sealed record Change(Pin Pin, string Path, ImmutableArray<TextEdit> Edits);
}
