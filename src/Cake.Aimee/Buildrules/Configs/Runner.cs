namespace Cake.Aimee.Buildrules.Configs;

/// <summary>Where stage bodies run.</summary>
public enum Runner
{
    /// <summary>On this machine.</summary>
    Host,

    /// <summary>Inside the image chain's build image.</summary>
    Image,
}
