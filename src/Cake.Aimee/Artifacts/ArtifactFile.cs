namespace Cake.Aimee.Artifacts;

/// <summary>Something in an artifact that is no directory.</summary>
/// <param name="Path">Its path below the root.</param>
/// <param name="Sha256">SHA-256 of its content, 64 hexadecimal digits; null when it is no regular file.</param>
/// <param name="Link">What it points to; null when it is no symbolic link.</param>
public sealed record ArtifactFile(string Path, string? Sha256 = null, string? Link = null);
