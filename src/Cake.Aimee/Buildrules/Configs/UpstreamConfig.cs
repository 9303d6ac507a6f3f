namespace Cake.Aimee.Buildrules.Configs;

/// <summary>Where sources and artifacts are shared with other machines: HTTP servers or directories.</summary>
public sealed record UpstreamConfig
{
    /// <summary>Where source archives are, or null.</summary>
    public string? Sources { get; init; }

    /// <summary>Where artifacts are, or null.</summary>
    public string? Artifacts { get; init; }

    /// <summary>Whether what was fetched and built here is put there.</summary>
    public bool Push { get; init; }
}
