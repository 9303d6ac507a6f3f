namespace Cake.Aimee.Buildrules.Configs;

/// <summary>The userland that the image chain starts from. What is null is the system's own default.</summary>
public sealed record Stage3Config
{
    /// <summary>Where it is downloaded from.</summary>
    public string? Mirror { get; init; }

    /// <summary>Which of the system's userlands.</summary>
    public string? Variant { get; init; }

    /// <summary>The file with the keys that its signature is checked with; relative paths start from the top of the tree.</summary>
    public string? Keyring { get; init; }

    /// <summary>Which of the userlands that were published, by its time stamp (<c>20260503T164604Z</c>); null for the newest.</summary>
    public string? Stamp { get; init; }
}
