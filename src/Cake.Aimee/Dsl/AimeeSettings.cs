using Cake.Aimee.Images;

namespace Cake.Aimee.Dsl;

/// <summary>What a script or host adds to what comes with the library.</summary>
public sealed class AimeeSettings
{
    /// <summary>Systems that images can be made of, beside Debian and Gentoo; one of the same name replaces ours.</summary>
    public IList<ImageSystem> Systems { get; } = [];
}
