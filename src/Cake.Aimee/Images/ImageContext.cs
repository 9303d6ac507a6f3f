using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Engines;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images;

/// <summary>What a system is told when it says how its images are made.</summary>
/// <param name="Target">The triple that the toolchain is for.</param>
/// <param name="BuildMachine">The machine that the images run on.</param>
/// <param name="Config">The tree's config.</param>
public sealed record ImageContext(TargetTriple Target, TargetTriple BuildMachine, Config Config)
{
    /// <summary>Where the sources of the tree are; null when it is in no repository.</summary>
    public string? Source { get; init; }

    /// <summary>The commit of the tree; null when it is in no repository.</summary>
    public string? Revision { get; init; }

    /// <summary>The tag that the images get.</summary>
    public string Tag { get; init; } = "latest";

    /// <summary>Packages that the config adds to an image.</summary>
    /// <param name="kind">The image.</param>
    public ImmutableArray<string> Packages(ImageKind kind) => kind switch
    {
        ImageKind.Base => Config.Images.Packages.Base,
        ImageKind.Cross => Config.Images.Packages.Cross,
        ImageKind.Build => Config.Images.Packages.Build,
        _ => [],
    };

    /// <summary>The name that an image of the chain has in the engine.</summary>
    /// <param name="name">Its name in the chain.</param>
    public ImageReference Reference(string name) =>
        ImageReference.Parse(Config.Images.NamePrefix is { Length: > 0 } prefix ? $"{prefix.TrimEnd('/')}/{name}" : name).WithTag(Tag);
}
