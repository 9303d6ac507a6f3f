using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>What a source's content has to be, as it was found out: to be written into the rules.</summary>
/// <param name="Package">The package.</param>
/// <param name="Source">Its source, as the rules have it.</param>
/// <param name="Key">The rules' key for it, one of the constants here.</param>
/// <param name="Value">The digest, or the commit.</param>
/// <param name="From">Where it comes from, without passwords.</param>
public sealed record Pin(Package Package, PackageSource Source, string Key, string Value, string From)
{
    /// <summary>The key of SHA-256.</summary>
    public const string Sha256Key = "sha256";

    /// <summary>The key of SHA-512.</summary>
    public const string Sha512Key = "sha512";

    /// <summary>The key of a repository's commit or revision.</summary>
    public const string CommitKey = "commit";

    /// <summary>What the rules have for it until now, or null.</summary>
    public string? Present => Key switch
    {
        Sha256Key => Source.Sha256,
        Sha512Key => Source.Sha512,
        _ => Source.Commit,
    };

    /// <summary>A source as it is with this.</summary>
    /// <param name="source">The source without.</param>
    public PackageSource Apply(PackageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Key switch
        {
            Sha256Key => source with { Sha256 = Value },
            Sha512Key => source with { Sha512 = Value },
            _ => source with { Commit = Value },
        };
    }
}
