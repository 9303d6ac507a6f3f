using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Artifacts;

/// <summary>Which artifact of a package gets what of its install root.</summary>
internal sealed class SplitPlan
{
    private readonly Dictionary<string, ArtifactSplit> _taken = new(StringComparer.Ordinal);
    private readonly ImmutableArray<InstallRoot.Entry> _entries;

    private SplitPlan(ImmutableArray<InstallRoot.Entry> entries) => _entries = entries;

    /// <summary>The patterns that match nothing, a sentence each.</summary>
    public ImmutableArray<string> Warnings { get; private set; } = [];

    /// <summary>Shares out what is in an install root.</summary>
    /// <exception cref="AimeeException">Two splits want one file; all such are named.</exception>
    public static SplitPlan Of(ImmutableArray<InstallRoot.Entry> entries, ImmutableArray<ArtifactSplit> splits)
    {
        var plan = new SplitPlan(entries);
        var faults = new List<string>();
        var warnings = ImmutableArray.CreateBuilder<string>();
        foreach (var split in splits)
        {
            foreach (var pattern in split.Files.Select(text => new SplitPattern(text)))
            {
                if (!plan.Take(split, pattern, faults))
                {
                    warnings.Add($"{split.Name.Id}: nothing in the install root matches '{pattern.Text}'.");
                }
            }
        }
        plan.Warnings = warnings.ToImmutable();
        return faults.Count == 0 ? plan : throw new AimeeException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>Tells by its path whether something goes into a split's artifact, or with null into the package's own.</summary>
    public bool IsIn(ArtifactSplit? split, string path) => _taken.GetValueOrDefault(path) == split;

    /// <summary>The paths that go into an artifact and are no directories.</summary>
    public IEnumerable<string> FilesOf(ArtifactSplit? split) =>
        _entries.Where(entry => !entry.IsDirectory && IsIn(split, entry.Path)).Select(entry => entry.Path);

    private bool Take(ArtifactSplit split, SplitPattern pattern, List<string> faults)
    {
        var matched = false;
        foreach (var entry in _entries.Where(entry => pattern.Matches(entry.Path)))
        {
            matched = true;
            if (!_taken.TryAdd(entry.Path, split) && !entry.IsDirectory && _taken[entry.Path] != split)
            {
                faults.Add($"{_taken[entry.Path].Name.Id} and {split.Name.Id} both want the file {entry.Path}: let only one of them have it.");
            }
        }
        return matched;
    }
}
