using System.Collections.Immutable;

namespace Cake.Aimee.Sources;

/// <summary>The versions of a source that there are.</summary>
/// <param name="Place">Where they were seen, without passwords.</param>
/// <param name="Versions">The versions, oldest first.</param>
public sealed record KnownVersions(string Place, ImmutableArray<string> Versions)
{
    /// <summary>Those after a version, oldest first; pre-releases only after a pre-release.</summary>
    /// <param name="version">The version at hand.</param>
    public ImmutableArray<string> After(string version) =>
    [
        .. Versions.Where(candidate => VersionOrder.Instance.Compare(candidate, version) > 0
            && (VersionOrder.IsPreRelease(version) || !VersionOrder.IsPreRelease(candidate))),
    ];
}
