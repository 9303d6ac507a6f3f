using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>Something that a package is built from.</summary>
public sealed record PackageSource
{
    /// <summary>Where it comes from.</summary>
    public string Uri { get; init; } = "";

    /// <summary>The name of its archive in <c>sources/</c>; null when the URI says it.</summary>
    public string? Archive { get; init; }

    /// <summary>SHA-256 of the archive, 64 hexadecimal digits, or null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>SHA-512 of the archive, 128 hexadecimal digits, or null.</summary>
    public string? Sha512 { get; init; }

    /// <summary>The commit or revision of a source repository, or null.</summary>
    public string? Commit { get; init; }

    /// <summary>Where the rules name it.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>Whether its content is known beforehand: by a checksum or a commit.</summary>
    public bool IsPinned => (Sha256 ?? Sha512 ?? Commit) is not null;
}
