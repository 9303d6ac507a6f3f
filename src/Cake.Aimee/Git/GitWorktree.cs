namespace Cake.Aimee.Git;

/// <summary>A working tree of a repository.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="Commit">What is checked out; null in a repository without commits.</param>
/// <param name="Branch">The branch; null when no branch is checked out.</param>
public sealed record GitWorktree(string Directory, string? Commit, string? Branch);
