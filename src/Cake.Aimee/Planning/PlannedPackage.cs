using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Planning;

/// <summary>What stages work on: a package, a split of it, or either built for the build machine.</summary>
public sealed class PlannedPackage
{
    internal const string HostSuffix = "@host";

    internal PlannedPackage(Package package, string? split, bool isHost)
    {
        (Package, Split, IsHost) = (package, split, isHost);
        Id = IdOf(split is null ? package.Id : $"{package.Id}-{split}", isHost);
    }

    /// <summary>Its name in the graph: <c>category/name</c>, with <c>-split</c> and <c>@host</c> when it is one.</summary>
    public string Id { get; }

    /// <summary>The package whose rules it comes from.</summary>
    public Package Package { get; }

    /// <summary>The split's name; null for a whole package.</summary>
    public string? Split { get; }

    /// <summary>Whether it is built for the build machine, and not for the target.</summary>
    public bool IsHost { get; }

    /// <summary>What it is, in one line.</summary>
    public string Description => (Split is null ? null : Package.Splits[Split].Description) ?? Package.Description;

    /// <inheritdoc/>
    public override string ToString() => Id;

    internal static string IdOf(string id, bool isHost) => isHost ? id + HostSuffix : id;
}
