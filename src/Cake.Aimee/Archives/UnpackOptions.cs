namespace Cake.Aimee.Archives;

/// <summary>How an archive is unpacked. As it stands: as sources are.</summary>
public sealed record UnpackOptions
{
    /// <summary>
    /// Whether modes are exactly those of the archive, set-id bits too, and capabilities are kept where the user may set
    /// them and the file system holds them: for archives that were made here. Otherwise modes are put right for people
    /// to work with, as <c>dpkg-source</c> does: the user may read and write all, nobody else may write, and no
    /// set-id or sticky bit is taken over.
    /// </summary>
    public bool KeepModes { get; init; }

    /// <summary>Whether named pipes and device nodes are made; otherwise they are refused.</summary>
    public bool AllowSpecialFiles { get; init; }
}
