using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Configs;

/// <summary>How the images are made.</summary>
public sealed record ImagesConfig
{
    /// <summary>The distribution that they are made from.</summary>
    public string System { get; init; } = "debian";

    /// <summary>What runs containers: <c>auto</c>, <c>docker</c> or <c>buildah</c>.</summary>
    public string Engine { get; init; } = "auto";

    /// <summary>The registry that images are pulled from and pushed to, or null.</summary>
    public string? Registry { get; init; }

    /// <summary>What every image's name starts with.</summary>
    public string NamePrefix { get; init; } = "";

    /// <summary>Further packages of the distribution.</summary>
    public ImagePackages Packages { get; init; } = new();

    /// <summary>The userland that the chain starts from.</summary>
    public Stage3Config Stage3 { get; init; } = new();

    /// <summary>How images are flattened.</summary>
    public SquashConfig Squash { get; init; } = new();

    /// <summary>What the systems' own sections hold, by section; read them with <see cref="ConfigSection{T}.In"/>.</summary>
    internal ImmutableSortedDictionary<string, object> Sections { get; init; } = ImmutableSortedDictionary<string, object>.Empty;
}
