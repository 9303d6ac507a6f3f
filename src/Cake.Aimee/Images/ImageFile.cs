namespace Cake.Aimee.Images;

/// <summary>A file that a step puts into the image before its script runs.</summary>
/// <param name="Path">Absolute path in the image; missing directories are made.</param>
/// <param name="Content">The file's text.</param>
/// <param name="Mode">Permission bits in octal, as <c>chmod</c> takes them.</param>
public sealed record ImageFile(string Path, string Content, string Mode = "0644");
