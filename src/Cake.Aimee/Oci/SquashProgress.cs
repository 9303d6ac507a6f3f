namespace Cake.Aimee.Oci;

/// <summary>How far a squash has got.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Done">Bytes dealt with: decompressed, verified, written.</param>
/// <param name="Total">Bytes to be dealt with in all, as far as is known.</param>
/// <param name="BytesPerSecond">The rate so far.</param>
/// <param name="TimeLeft">How long the rest takes at this rate; null before anything can be said.</param>
public sealed record SquashProgress(string Activity, long Done, long Total, double BytesPerSecond, TimeSpan? TimeLeft);
