using Cake.Aimee.Engines;

namespace Cake.Aimee.Images;

/// <summary>An image by its name and by what the name stood for.</summary>
/// <param name="Name">Its name, registry and all when it is in one.</param>
/// <param name="Digest">The digest of its manifest.</param>
public sealed record PulledImage(ImageReference Name, string Digest);
