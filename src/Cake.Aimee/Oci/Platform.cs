using System.Runtime.InteropServices;

namespace Cake.Aimee.Oci;

/// <summary>What an image runs on, as Go names it (image spec, image-index.md).</summary>
/// <param name="OperatingSystem">For example <c>linux</c>.</param>
/// <param name="Architecture">For example <c>amd64</c>.</param>
/// <param name="Variant">For example <c>v8</c>; null when none is stated.</param>
public sealed record Platform(string OperatingSystem, string Architecture, string? Variant = null)
{
    /// <summary>The platform of Linux containers on this machine.</summary>
    public static Platform Host { get; } = new("linux", RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        System.Runtime.InteropServices.Architecture.LoongArch64 => "loong64",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        var other => other.ToString().ToLowerInvariant(),
    });

    /// <summary>Reads <c>os/architecture</c> or <c>os/architecture/variant</c>.</summary>
    /// <param name="text">The platform in text form.</param>
    /// <exception cref="Diagnostics.AimeeException">It has another form.</exception>
    public static Platform Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') switch
        {
            [{ Length: > 0 } system, { Length: > 0 } architecture] => new Platform(system, architecture),
            [{ Length: > 0 } system, { Length: > 0 } architecture, { Length: > 0 } variant] => new Platform(system, architecture, variant),
            _ => throw new Diagnostics.AimeeException($"\"{text}\" is no platform: it has the form linux/arm64 or linux/arm64/v8."),
        };
    }

    /// <summary>Whether an image for a platform serves a request for this one: a variant counts when this names one.</summary>
    /// <param name="offered">What the image is for.</param>
    public bool Accepts(Platform? offered) =>
        offered is not null
        && offered.OperatingSystem == OperatingSystem
        && offered.Architecture == Architecture
        && (Variant is null || Variant == offered.Variant);

    /// <summary>The text form: <c>linux/arm64/v8</c>.</summary>
    public override string ToString() =>
        Variant is null ? $"{OperatingSystem}/{Architecture}" : $"{OperatingSystem}/{Architecture}/{Variant}";
}
