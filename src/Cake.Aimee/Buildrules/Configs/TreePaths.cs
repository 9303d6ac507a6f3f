namespace Cake.Aimee.Buildrules.Configs;

/// <summary>Where the parts of a build tree are. Once a config has been read, all paths are absolute.</summary>
public sealed record TreePaths
{
    /// <summary>Source archives.</summary>
    public string Sources { get; init; } = "sources";

    /// <summary>Built packages, below it by triple; images in <c>images/</c>.</summary>
    public string Artifacts { get; init; } = "artifacts";

    /// <summary>The packages' rules.</summary>
    public string Packages { get; init; } = "packages";

    /// <summary>What is made while building; all of it may go.</summary>
    public string Tmp { get; init; } = "tmp";

    /// <summary>Installed packages, below it by triple.</summary>
    public string Sysroot { get; init; } = "sysroot";

    /// <summary>What is handed out.</summary>
    public string Exports { get; init; } = "exports";

    /// <summary>Programs that stages find on their PATH.</summary>
    public string Scripts { get; init; } = "scripts";

    /// <summary>The same paths, each made absolute.</summary>
    /// <param name="topDirectory">What relative paths start from.</param>
    /// <returns>The absolute paths.</returns>
    public TreePaths Under(string topDirectory) => new()
    {
        Sources = Path.GetFullPath(Sources, topDirectory),
        Artifacts = Path.GetFullPath(Artifacts, topDirectory),
        Packages = Path.GetFullPath(Packages, topDirectory),
        Tmp = Path.GetFullPath(Tmp, topDirectory),
        Sysroot = Path.GetFullPath(Sysroot, topDirectory),
        Exports = Path.GetFullPath(Exports, topDirectory),
        Scripts = Path.GetFullPath(Scripts, topDirectory),
    };
}
