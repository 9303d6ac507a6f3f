namespace Cake.Aimee.Git;

/// <summary>A name in a repository and what it stands for.</summary>
/// <param name="Name">The full name: <c>refs/heads/main</c>, <c>refs/tags/v1</c>.</param>
/// <param name="Commit">The commit: for a signed or annotated tag, the one that it points to.</param>
public sealed record GitReference(string Name, string Commit);
