namespace Cake.Aimee.Sources;

/// <summary>What a custom scheme is told when it is to bring a source.</summary>
/// <param name="Address">The URI as the rules have it, without its arguments; it may hold a password.</param>
/// <param name="Path">The file to write: nothing is there.</param>
/// <param name="Progress">May be told how many bytes are here, and how many there will be, if that is known.</param>
public sealed record CustomFetch(string Address, string Path, Action<long, long?> Progress);
