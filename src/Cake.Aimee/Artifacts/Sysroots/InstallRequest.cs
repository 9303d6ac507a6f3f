namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>An artifact that is to be installed.</summary>
/// <param name="Id">The package: <c>category/name</c>.</param>
/// <param name="Archive">The archive's path.</param>
/// <param name="Digest">The archive's SHA-256; it is verified.</param>
/// <param name="Key">The key of the install.</param>
public sealed record InstallRequest(string Id, string Archive, string Digest, string Key)
{
    /// <summary>
    /// Called with the sysroot's path when the files are there; what it writes into the sysroot belongs to the package.
    /// When it throws, the sysroot is as it was before. Null when there is nothing to do.
    /// </summary>
    public Func<string, CancellationToken, Task>? PostInstall { get; init; }
}
