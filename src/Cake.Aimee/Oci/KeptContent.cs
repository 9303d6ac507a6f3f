namespace Cake.Aimee.Oci;

/// <summary>A large content of a spooled layer that no layer above was known to hide when it was written.</summary>
/// <param name="Path">Its path, as <see cref="HiddenPaths.HashOf"/> tells it.</param>
/// <param name="Start">Where it begins in the decompressed layer, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
internal sealed record KeptContent(ulong Path, long Start, long Length);
