namespace Cake.Aimee.Images;

/// <summary>
/// A directory of the tree that the steps see: downloads that outlast the image, are shared between images and
/// targets, and are never part of a layer.
/// </summary>
/// <param name="Source">Absolute path on the host; made when it is missing.</param>
/// <param name="Target">Absolute path in the image; an empty directory stays there.</param>
public sealed record CacheMount(string Source, string Target);
