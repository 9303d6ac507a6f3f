using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages;

/// <summary>What this build knows of its packages' artifacts, and where they are.</summary>
internal sealed class BuildArtifacts : IDisposable
{
    private readonly BuildContext context;
    private readonly IProcessRunner processes;
    private readonly StageKeys keys;
    private readonly ConcurrentDictionary<string, ArtifactStore> stores = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Sysroot> sysroots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PlannedPackage, ArtifactSidecar> known = new();
    private readonly UnpackedArtifacts unpacked;

    public BuildArtifacts(BuildContext context, StageKeys keys, IProcessRunner processes)
    {
        (this.context, this.keys, this.processes) = (context, keys, processes);
        unpacked = new UnpackedArtifacts(Path.Combine(context.Config.Paths.Sysroot, ".unpacked"), processes);
        Views = new SysrootViews(unpacked, processes);
    }

    /// <summary>Shows several artifacts together.</summary>
    public SysrootViews Views { get; }

    /// <summary>The name of a package within its sysroot and store: there, what is for the build machine is apart already.</summary>
    public static string IdIn(PlannedPackage package) =>
        package.Split is { } split ? $"{package.Package.Id}-{split}" : package.Package.Id;

    /// <summary>The artifacts of the machine that a package is for.</summary>
    public ArtifactStore StoreOf(PlannedPackage package) => stores.GetOrAdd(
        context.TripleOf(package), triple => new ArtifactStore(Path.Combine(context.Config.Paths.Artifacts, triple)));

    /// <summary>The sysroot of the machine that a package is for.</summary>
    public Sysroot SysrootOf(PlannedPackage package) =>
        sysroots.GetOrAdd(context.SysrootOf(package), directory => new Sysroot(directory, processes));

    /// <summary>What a package's artifact is called.</summary>
    public ArtifactName NameOf(PlannedPackage package)
    {
        var rules = package.Package;
        var name = package.Split is { } split ? $"{rules.Name}-{split}" : rules.Name;
        return new(rules.Category, name, rules.Version, rules.Release, context.Config.Archive);
    }

    /// <summary>Notes which artifact a package has in this build.</summary>
    public void Learn(PlannedPackage package, ArtifactSidecar sidecar) => known[package] = sidecar;

    /// <summary>A package's artifact in this build; null as long as that is not known.</summary>
    public ArtifactSidecar? Find(PlannedPackage package) => known.GetValueOrDefault(package);

    /// <summary>A package's artifact in this build. One whose stage was passed by is what lies in the store.</summary>
    /// <exception cref="Diagnostics.AimeeException">There is none.</exception>
    public ArtifactSidecar Require(PlannedPackage package) =>
        Find(package) ?? StoreOf(package).Find(NameOf(package)) ?? throw BuildContext.Fault(
            package, "It has no artifact: its package stage was passed by, and never ran before.", "Take what kept it from running away.");

    /// <summary>The content of a package's artifact; of one whose stage was passed by, what lies in the store.</summary>
    public string DigestOf(PlannedPackage package) => (Find(package) ?? StoreOf(package).Find(NameOf(package)))?.Digest ?? "";

    /// <summary>Whether the bytes of a package's artifact are on this machine.</summary>
    public bool IsHere(PlannedPackage package) => Find(package) is { } sidecar
        && (Directory.Exists(Path.Combine(unpacked.Directory, sidecar.Digest)) || StoreOf(package).Find(sidecar.Name)?.Digest == sidecar.Digest);

    /// <summary>What the installed package follows from.</summary>
    public StageKey InstallKey(PlannedPackage package) => keys.Install(package, DigestOf(package));

    /// <summary>What stages can see of packages, by content.</summary>
    public ImmutableArray<KeyPart> Parts(IEnumerable<PlannedPackage> packages) =>
    [
        .. packages.Select(package => StageKeys.DependencyPart(
            package, PackageView.Closure(context.Graph, [package]).Select(needed => $"{needed.Id} {DigestOf(needed)}"))),
    ];

    /// <summary>Unpacks a package's artifact, unless it is, to be seen by stages.</summary>
    public async Task<ViewLayer> UnpackAsync(PlannedPackage package, CancellationToken cancellationToken)
    {
        var sidecar = Require(package);
        await unpacked.UnpackAsync(sidecar.Digest, StoreOf(package).PathOf(sidecar.Name), cancellationToken).ConfigureAwait(false);
        return new ViewLayer(package.Id, sidecar.Digest);
    }

    /// <summary>Where a package's artifact is unpacked.</summary>
    public string UnpackedPathOf(PlannedPackage package) => Path.Combine(unpacked.Directory, Require(package).Digest);

    /// <summary>Where an unpacked artifact is.</summary>
    public string DirectoryOf(string digest) => Path.Combine(unpacked.Directory, digest);

    /// <summary>Removes all artifacts of a package and its splits, of every version and machine that this tree builds for.</summary>
    public async Task RemoveAllAsync(Package rules, CancellationToken cancellationToken)
    {
        var ids = rules.Splits.Keys.Select(split => $"{rules.Id}-{split}").Append(rules.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var triple in new[] { context.Target, context.Host }.Distinct())
        {
            var store = new ArtifactStore(Path.Combine(context.Config.Paths.Artifacts, triple));
            foreach (var sidecar in store.All().Where(sidecar => ids.Contains(sidecar.Name.Id)).ToList())
            {
                await store.RemoveAsync(sidecar, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => unpacked.Dispose();
}
