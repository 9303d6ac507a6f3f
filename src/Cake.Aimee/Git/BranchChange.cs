namespace Cake.Aimee.Git;

/// <summary>What became of a branch.</summary>
/// <param name="Branch">Its name.</param>
/// <param name="Before">The commit that it stood at; null when there was no such branch.</param>
/// <param name="After">The commit that it stands at.</param>
public sealed record BranchChange(string Branch, string? Before, string After);
