namespace Cake.Aimee.Sources;

/// <summary>A state of a repository.</summary>
/// <param name="Kind">What names it.</param>
/// <param name="Name">The name; empty for <see cref="RevisionKind.Newest"/>.</param>
public sealed record Revision(RevisionKind Kind, string Name)
{
    /// <summary>What the repository holds out.</summary>
    public static readonly Revision Newest = new(RevisionKind.Newest, "");

    /// <summary>The revision as git's fetch takes it.</summary>
    internal string GitName => Kind switch
    {
        RevisionKind.Branch => "refs/heads/" + Name,
        RevisionKind.Tag => "refs/tags/" + Name,
        RevisionKind.Commit => Name,
        _ => "HEAD",
    };

    /// <summary>The name; <c>HEAD</c> for what the repository holds out.</summary>
    public override string ToString() => Kind == RevisionKind.Newest ? "HEAD" : Name;
}
