namespace Cake.Aimee.Sources;

/// <summary>One location's turn to bring a source.</summary>
/// <param name="Uri">The location.</param>
/// <param name="Wanted">The checksums that the content has to have; empty when they are not known.</param>
/// <param name="Path">Where to write; what is there is a former, broken-off fetch.</param>
/// <param name="Progress">Told how many bytes are here, and how many there will be.</param>
internal sealed record FetchJob(SourceUri Uri, IReadOnlyList<Checksum> Wanted, string Path, Action<long, long?> Progress)
{
    /// <summary>Whether the content was put together from more than one answer, so that a wrong one deserves a second try.</summary>
    public bool WasResumed { get; set; }
}
