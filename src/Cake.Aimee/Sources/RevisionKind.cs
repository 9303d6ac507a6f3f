namespace Cake.Aimee.Sources;

/// <summary>What names a state of a repository.</summary>
public enum RevisionKind
{
    /// <summary>Nothing: what the repository holds out.</summary>
    Newest,

    /// <summary>A branch, which moves.</summary>
    Branch,

    /// <summary>A tag, which should not move.</summary>
    Tag,

    /// <summary>A commit's full number (git) or a revision's number (Subversion), which can not move.</summary>
    Commit,
}
