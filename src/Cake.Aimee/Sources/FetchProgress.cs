namespace Cake.Aimee.Sources;

/// <summary>How far a fetch has come; given out a few times a second.</summary>
/// <param name="Archive">The archive's name.</param>
/// <param name="Location">Where it comes from, without passwords.</param>
/// <param name="Bytes">How many bytes are here.</param>
/// <param name="Total">How many there will be; null when the server does not say.</param>
public readonly record struct FetchProgress(string Archive, string Location, long Bytes, long? Total);
