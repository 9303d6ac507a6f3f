namespace Cake.Aimee.Images;

/// <summary>A link of the image chain; each is made from the one before it.</summary>
public enum ImageKind
{
    /// <summary>An unmodified userland: <c>&lt;system&gt;/stage3</c>.</summary>
    Stage3,

    /// <summary>The userland with what every toolchain needs: <c>build/base</c>.</summary>
    Base,

    /// <summary>The cross toolchain for a target: <c>build/cross-&lt;triple&gt;</c>.</summary>
    Cross,

    /// <summary>The tools for compiling and for bootable images, in one layer: <c>build/build-&lt;triple&gt;</c>.</summary>
    Build,
}
