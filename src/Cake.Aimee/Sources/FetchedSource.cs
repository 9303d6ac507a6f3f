using System.Collections.Immutable;

namespace Cake.Aimee.Sources;

/// <summary>A source that is there, whole and verified.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Sha256">Its checksum.</param>
/// <param name="Origin">Which kind of location it came from.</param>
/// <param name="Location">The location, without passwords; the path itself for <see cref="FetchOrigin.Local"/>.</param>
public sealed record FetchedSource(string Path, Checksum Sha256, FetchOrigin Origin, string Location)
{
    /// <summary>Whether nothing said what it has to be, and it was believed because it is the first: worth a warning.</summary>
    public bool WasTrusted { get; init; }

    /// <summary>What went wrong with the locations that were tried before; worth a note.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
