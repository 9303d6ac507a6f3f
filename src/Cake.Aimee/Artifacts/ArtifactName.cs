namespace Cake.Aimee.Artifacts;

/// <summary>What an artifact is called.</summary>
/// <param name="Category">The package's category.</param>
/// <param name="Name">The package's name within it; of a split, with the split's name.</param>
/// <param name="Version">The package's version.</param>
/// <param name="Release">The release of its rules.</param>
/// <param name="Format">How the archive's name ends: <c>tar.zst</c>, <c>tar.gz</c>, <c>tar.xz</c> or <c>tar.bz2</c>.</param>
public sealed record ArtifactName(string Category, string Name, string Version, string Release, string Format)
{
    /// <summary>The package: <c>category/name</c>.</summary>
    public string Id => $"{Category}/{Name}";

    /// <summary>The archive's name: <c>name-version-release.format</c>.</summary>
    public string FileName => $"{Name}-{Version}-{Release}.{Format}";

    /// <summary>Whether paths can be made of it: a name that was read somewhere may be anything.</summary>
    internal bool IsSafe => IsSegment(Category) && IsSegment(Name) && IsSegment(FileName)
        && Version.Length > 0 && Release.Length > 0 && Format.Length > 0;

    /// <summary>As a message shows it: <c>category/name-version-release.format</c>.</summary>
    public override string ToString() => $"{Category}/{FileName}";

    /// <summary>Whether a text can be the name of a file that is not hidden.</summary>
    internal static bool IsSegment(string text) =>
        text.Length is > 0 and <= 250 && text[0] != '.' && !text.Any(character => character == '/' || char.IsControl(character));
}
