namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>Something in the way of a package's file.</summary>
/// <param name="Path">The file or directory that comes.</param>
/// <param name="IsDirectory">Whether that is a directory.</param>
/// <param name="Present">What stands there, or below it.</param>
internal sealed record Conflict(string Path, bool IsDirectory, string Present);
