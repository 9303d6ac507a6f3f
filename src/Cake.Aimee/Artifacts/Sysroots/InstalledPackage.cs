using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>A package that is installed in a sysroot.</summary>
public sealed record InstalledPackage
{
    /// <summary>The package: <c>category/name</c>.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the archive that was installed.</summary>
    public required string Digest { get; init; }

    /// <summary>The key of the install.</summary>
    public required string Key { get; init; }

    /// <summary>What its post-install wrote besides the files of packages: paths below the sysroot, no directories.</summary>
    public ImmutableArray<string> Written { get; init; } = [];

    /// <summary>The directories that installing it made: paths below the sysroot.</summary>
    public ImmutableArray<string> Made { get; init; } = [];

    /// <summary>The directories of the artifact in which nothing lies: they stay for as long as the package does.</summary>
    public ImmutableArray<string> Empty { get; init; } = [];

    /// <summary>Which change of the sysroot installed it.</summary>
    [JsonInclude]
    internal string Change { get; init; } = "";
}
