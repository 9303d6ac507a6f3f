using System.Collections.Immutable;

namespace Cake.Aimee.Engines;

/// <summary>How registries are spoken to.</summary>
public sealed record RegistryAccess
{
    /// <summary>As the engine itself would.</summary>
    public static RegistryAccess Default { get; } = new();

    /// <summary>
    /// The file that has the logins, <c>config.json</c> in a directory of its own: docker takes the directory, the others
    /// the file. Null for the program's own.
    /// </summary>
    public string? AuthFile { get; init; }

    /// <summary>What is masked in all that the programs say.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>The options of buildah and skopeo for an image of a registry.</summary>
    /// <param name="image">The image.</param>
    /// <param name="side">For a copy, which side of it the image is: <c>src-</c> or <c>dest-</c>.</param>
    internal ImmutableArray<string> Options(ImageReference image, string side = "") =>
    [
        .. AuthFile is null ? [] : new[] { $"--{side}authfile", AuthFile },
        .. image.IsOnLoopback ? new[] { $"--{side}tls-verify=false" } : [],
    ];
}
