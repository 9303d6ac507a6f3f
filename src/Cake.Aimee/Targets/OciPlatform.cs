namespace Cake.Aimee.Targets;

/// <summary>What container images call a target: the platform of the OCI image index.</summary>
/// <param name="Architecture">The architecture, as Go's <c>GOARCH</c>.</param>
/// <param name="Variant">The variant of the processor; null when there is only one.</param>
public sealed record OciPlatform(string Architecture, string? Variant = null)
{
    /// <summary>The system of all targets.</summary>
    public const string OperatingSystem = "linux";

    /// <summary>As engines write it: <c>linux/arm/v7</c>.</summary>
    public override string ToString() => $"{OperatingSystem}/{Architecture}" + (Variant is null ? "" : $"/{Variant}");
}
