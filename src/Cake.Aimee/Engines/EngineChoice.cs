namespace Cake.Aimee.Engines;

/// <summary>Which engine the user wants.</summary>
public enum EngineChoice
{
    /// <summary>A docker daemon that answers, else buildah.</summary>
    Auto,

    /// <summary>Docker, and nothing else.</summary>
    Docker,

    /// <summary>Buildah, and nothing else.</summary>
    Buildah,
}
