using System.Collections.Immutable;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Journals;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Stages.Steps;

namespace Cake.Aimee.Stages;

/// <summary>
/// How far one package has got: its keys, its journal and its artifacts. Its keys are known when the artifacts of all
/// that its stages see are. Not to be used by two threads at once, but for what is said to be.
/// </summary>
/// <param name="context">The build.</param>
/// <param name="package">The package; not a split.</param>
/// <param name="keys">Makes keys.</param>
/// <param name="artifacts">What is known of artifacts.</param>
internal sealed class PackageProgress(BuildContext context, PlannedPackage package, StageKeys keys, BuildArtifacts artifacts)
{
    private readonly PackagePlace place = PackagePlace.Of(context.Config, package);
    private ImmutableArray<KeyPart>? dependencies;
    private StageKey? packageKey;
    private Journal? journal;

    /// <summary>What has happened so far, as it was last read.</summary>
    public Journal Journal => journal ??= new JournalFile(place.Journal).Read();

    /// <summary>The package's key.</summary>
    public StageKey PackageKey => packageKey ??= keys.Package(package, Dependencies);

    /// <summary>The package, and those made of parts of its install root.</summary>
    public IEnumerable<PlannedPackage> Outputs => PackageStep.Outputs(context.Graph, package);

    private ImmutableArray<KeyPart> Dependencies => dependencies ??=
    [
        .. artifacts.Parts(PackageView.BuildDependencies(context.Graph, package)),
        .. artifacts.Parts(PackageView.HostDependencies(context.Graph, package)).Select(part => part with { Name = $"host {part.Name}" }),
    ];

    /// <summary>The key of a stage; null for a stage that has none.</summary>
    public StageKey? KeyOf(string stage) => stage switch
    {
        StageNames.Fetch => StageKeys.Fetch(package),
        StageNames.Prep => keys.Prep(package, Dependencies),
        StageNames.Compile => keys.Compile(package, Dependencies),
        StageNames.Package => PackageKey,
        StageNames.Install => artifacts.InstallKey(package),
        StageNames.Test => keys.Test(package, PackageKey, artifacts.Parts(PackageView.RunDependencies(context.Graph, package))),
        _ => null,
    };

    /// <summary>The key of an artifact that is made of this package.</summary>
    public string ArtifactKey(PlannedPackage output) =>
        output.Split is { } split ? StageKeys.SplitKey(PackageKey.Value, split) : PackageKey.Value;

    /// <summary>Whether it is known already that all artifacts of the package's key are here. Any thread may ask.</summary>
    public bool IsSatisfied { get; private set; }

    /// <summary>Whether work/ holds what the package's own key compiles.</summary>
    public bool HasCompiledWork => IsDone(StageNames.Compile) && Directory.Exists(place.Work);

    /// <summary>Whether all artifacts of the package's key are here. If so, they are what this build uses.</summary>
    public bool HasArtifacts()
    {
        if (context.Config.Upstream.Push && Journal.IsBroken(StageNames.Package))
        {
            // It was made, and did not get upstream.
            return false;
        }

        var found = new List<(PlannedPackage Package, ArtifactSidecar Sidecar)>();
        foreach (var output in Outputs)
        {
            if (artifacts.StoreOf(output).Find(artifacts.NameOf(output)) is not { } sidecar || sidecar.Key != ArtifactKey(output))
            {
                return false;
            }

            found.Add((output, sidecar));
        }

        found.ForEach(entry => artifacts.Learn(entry.Package, entry.Sidecar));
        return IsSatisfied = true;
    }

    /// <summary>Whether a stage has succeeded with its key, and what the next stage needs of it is still there.</summary>
    public bool IsDone(string stage) => KeyOf(stage) is { } key && Journal.IsDone(stage, key.Value) && stage switch
    {
        // A compile that has begun has left nothing of work/ as prep made it: it prepares it again itself.
        StageNames.Prep => Directory.Exists(place.Work),
        StageNames.Compile => Directory.Exists(place.Install) && (package.Package.Test is null || Directory.Exists(place.Work)),
        _ => true,
    };

    /// <summary>Why a stage has to be run.</summary>
    public string Reason(string stage) => KeyOf(stage) is { } key ? Journal.Reason(stage, key) : "it was asked for";

    /// <summary>Whether <c>work/</c> is no longer as prep has left it.</summary>
    public bool IsWorkUsed => Journal.HasStartedSince(StageNames.Compile, StageNames.Prep);

    /// <summary>Reads the journal anew: this build, or another one, has written to it.</summary>
    public void Reread() => journal = null;

    /// <summary>Forgets all that was known: the package's work has been taken away.</summary>
    public void Forget() => (journal, packageKey, dependencies, IsSatisfied) = (null, null, null, false);
}
