using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>How layers are stored.</summary>
/// <param name="Compression">How they are compressed.</param>
/// <param name="Level">How hard the compression tries; null for its usual level.</param>
/// <param name="Threads">How many threads compress; the result is the same for any number.</param>
/// <param name="SplitSize">How large a layer's archive may grow, in bytes, before another is begun; null for any size.</param>
internal sealed record LayerFormat(Compression Compression, int? Level, int Threads, long? SplitSize);
