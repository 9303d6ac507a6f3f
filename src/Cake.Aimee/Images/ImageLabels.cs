namespace Cake.Aimee.Images;

/// <summary>Labels of our images: OCI's own annotation keys (image specification 1.1, annotations.md), and ours.</summary>
public static class ImageLabels
{
    /// <summary>What the image is called for people.</summary>
    public const string Title = "org.opencontainers.image.title";

    /// <summary>Where the sources of the tree are.</summary>
    public const string Source = "org.opencontainers.image.source";

    /// <summary>The commit of the tree.</summary>
    public const string Revision = "org.opencontainers.image.revision";

    /// <summary>When the image was made (RFC 3339).</summary>
    public const string Created = "org.opencontainers.image.created";

    /// <summary>The image that it was made from.</summary>
    public const string BaseName = "org.opencontainers.image.base.name";

    /// <summary>The digest of the image that it was made from.</summary>
    public const string BaseDigest = "org.opencontainers.image.base.digest";

    /// <summary>The image's key: equal keys mean that nothing that made the image changed.</summary>
    public const string Key = "cake.aimee.key";

    /// <summary>What made the image, each with a digest (JSON): from it follows what changed.</summary>
    public const string Inputs = "cake.aimee.inputs";

    /// <summary>The system that the image is made of.</summary>
    public const string System = "cake.aimee.system";

    /// <summary>The triple that the image's toolchain is for.</summary>
    public const string Target = "cake.aimee.target";
}
