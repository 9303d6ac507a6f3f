namespace Cake.Aimee.Archives;

/// <summary>An archive that was written.</summary>
/// <param name="Sha256">SHA-256 of the archive as it stands on disk: 64 hexadecimal digits in lower case.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record PackedArchive(string Sha256, long Size);
