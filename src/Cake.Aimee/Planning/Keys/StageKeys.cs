using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Shell;

namespace Cake.Aimee.Planning.Keys;

/// <summary>
/// The keys of packages' stages (design §4.4): a pure function of the rules, the files that they name, the settings
/// and the content of what a package depends on.
/// </summary>
public sealed class StageKeys
{
    // To be raised when what stages do with equal inputs has changed: then everything is built again.
    private const string FormatVersion = "1";

    private readonly KeyContext context;
    private readonly ImmutableArray<KeyPart> common;
    private readonly ImmutableArray<(string Path, string Token)> places;

    /// <summary>Keys of a tree's stages.</summary>
    /// <param name="context">What they follow from beside the rules.</param>
    public StageKeys(KeyContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        this.context = context;
        var paths = context.Config.Paths;
        places =
        [
            .. new[]
            {
                (paths.Sources, "${SOURCES}"), (paths.Artifacts, "${ARTIFACTS}"), (paths.Packages, "${PACKAGES}"), (paths.Tmp, "${TMP}"),
                (paths.Sysroot, "${SYSROOTS}"), (paths.Exports, "${EXPORTS}"), (paths.Scripts, "${SCRIPTS}"), (context.Config.TopDirectory, "${TOPDIR}"),
            }.Where(place => place.Item1.Length > 1).OrderByDescending(place => place.Item1.Length),
        ];
        common = [.. new KeyBuilder().Add("format", FormatVersion).Add("build machine", context.Host).Build().Parts, .. Variables(context.Config.Environment)];
    }

    /// <summary>What the sources of a package have to be.</summary>
    /// <param name="package">The package.</param>
    public static StageKey Fetch(PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(package);
        return Sources(new KeyBuilder(), package.Package).Build();
    }

    /// <summary>What the prepared sources of a package follow from.</summary>
    /// <param name="package">The package.</param>
    /// <param name="dependencies">What its stages can see, by content: see <see cref="DependencyPart"/>.</param>
    public StageKey Prep(PlannedPackage package, IEnumerable<KeyPart> dependencies) =>
        AddPrep(new KeyBuilder(), package, dependencies).Build();

    /// <summary>What the install root of a package follows from.</summary>
    /// <param name="package">The package.</param>
    /// <param name="dependencies">What its stages can see, by content.</param>
    public StageKey Compile(PlannedPackage package, IEnumerable<KeyPart> dependencies) =>
        AddCompile(new KeyBuilder(), package, dependencies).Build();

    /// <summary>What the artifacts of a package follow from: the package's key.</summary>
    /// <param name="package">The package.</param>
    /// <param name="dependencies">What its stages can see, by content.</param>
    public StageKey Package(PlannedPackage package, IEnumerable<KeyPart> dependencies)
    {
        var key = AddCompile(new KeyBuilder(), package, dependencies);
        var rules = package.Package;
        key.Add("archive format", context.Config.Archive)
            .Add("description", rules.Description)
            .Add("license", rules.License ?? "")
            .Add("run dependencies", string.Join(' ', rules.Depends.Run.Select(dependency => dependency.Package)))
            .Add("waived checks", string.Join(' ', rules.Waivers.Keys));
        foreach (var (name, split) in rules.Splits)
        {
            key.Add($"split {name}", string.Join('\n', [split.Description ?? "", .. split.Run.Select(dependency => dependency.Package), "", .. split.Files]));
        }

        return key.Build();
    }

    /// <summary>What the installed package follows from.</summary>
    /// <param name="package">The package, or a split.</param>
    /// <param name="artifactDigest">The digest of its artifact.</param>
    public StageKey Install(PlannedPackage package, string artifactDigest)
    {
        ArgumentNullException.ThrowIfNull(package);
        var key = new KeyBuilder().AddDigest("artifact", artifactDigest);
        if (package.Split is null && package.Package.PostInstall is { } body)
        {
            AddBody(AddCommon(key, package), "post_install", package.Package, body);
        }

        return key.Build();
    }

    /// <summary>What the outcome of a package's tests follows from.</summary>
    /// <param name="package">The package.</param>
    /// <param name="packageKey">The package's key.</param>
    /// <param name="runDependencies">What it needs at run time, by content.</param>
    public StageKey Test(PlannedPackage package, StageKey packageKey, IEnumerable<KeyPart> runDependencies)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(packageKey);
        var key = new KeyBuilder().AddRange(packageKey.Parts).AddRange(runDependencies);
        return AddBody(key, StageNames.Test, package.Package, package.Package.Test!).Build();
    }

    /// <summary>What an export follows from.</summary>
    /// <param name="artifactDigest">The digest of the package's artifact.</param>
    /// <param name="format">The kind of export.</param>
    public static StageKey Export(string artifactDigest, string format) =>
        new KeyBuilder().AddDigest("artifact", artifactDigest).Add("export format", format).Build();

    /// <summary>The key of a split's artifact: the package's key with the split's name.</summary>
    public static string SplitKey(string packageKey, string split) => KeyBuilder.DigestOf($"{packageKey}\n{split}");

    /// <summary>A package that stages can see, by its content and that of all that it needs at run time.</summary>
    /// <param name="package">The package.</param>
    /// <param name="digests">The digests of its artifact and of those that it needs at run time, in the order of <see cref="PackageView.Closure"/>.</param>
    public static KeyPart DependencyPart(PlannedPackage package, IEnumerable<string> digests)
    {
        ArgumentNullException.ThrowIfNull(package);
        return new($"dependency {package.Id}", KeyBuilder.DigestOf(string.Join('\n', digests)));
    }

    private KeyBuilder AddCompile(KeyBuilder key, PlannedPackage package, IEnumerable<KeyPart> dependencies)
    {
        AddPrep(key, package, dependencies);
        return AddBody(key, StageNames.Compile, package.Package, package.Package.Compile);
    }

    private KeyBuilder AddPrep(KeyBuilder key, PlannedPackage package, IEnumerable<KeyPart> dependencies)
    {
        ArgumentNullException.ThrowIfNull(package);
        var rules = package.Package;
        AddCommon(Sources(key, rules), package).AddRange(dependencies);
        key.Add("source directory", Portable(rules.SourceDirectory));
        foreach (var input in rules.Patches)
        {
            AddInput(key, "patch", rules, input);
        }

        // The order of patches is not that of their names.
        key.Add("patches", string.Join('\n', rules.Patches.Select(patch => patch.FileName)));
        foreach (var input in rules.Files)
        {
            AddInput(key, "file", rules, input);
        }

        if (rules.HasSourceDirectory)
        {
            key.AddDigest("directory source/", context.Files.OfDirectory(Path.Combine(rules.Directory, "source")));
        }

        return AddBody(key, StageNames.Prep, rules, rules.Prep);
    }

    private KeyBuilder AddCommon(KeyBuilder key, PlannedPackage package)
    {
        var rules = package.Package;
        key.AddRange(common).AddRange(package.IsHost ? context.HostTools : context.Tools)
            .AddRange(context.BuildSystems.GetValueOrDefault(rules.Build, [])).AddRange(Variables(rules.Environment))
            .Add("name", rules.Id).Add("version", rules.Version).Add("release", rules.Release)
            .Add("target", package.IsHost ? context.Host : context.Target);
        if (rules.Format == RulesFormat.Shell)
        {
            foreach (var file in rules.RulesFiles)
            {
                key.AddDigest($"rules {file}", context.Files.Of(Path.Combine(context.Config.TopDirectory, file)));
            }
        }

        foreach (var (name, function) in rules.Functions)
        {
            key.Add($"function {name}", Portable(function.Text));
        }

        return key;
    }

    private KeyBuilder AddBody(KeyBuilder key, string stage, Package package, StageBody? body) =>
        key.Add($"stage {stage}", body is null ? "" : $"{package.Format}\n{Portable(body.Text)}");

    private void AddInput(KeyBuilder key, string kind, Package package, PackageInput input)
    {
        var path = Path.Combine(package.Directory, PackageInputs.DirectoryName, input.FileName);
        key.AddDigest($"{kind} {input.FileName}", Directory.Exists(path) ? context.Files.OfDirectory(path) : context.Files.Of(path));
    }

    private static KeyBuilder Sources(KeyBuilder key, Package package)
    {
        foreach (var source in package.Sources)
        {
            var name = source.Archive ?? source.Uri.Split('?')[0].Split('/')[^1];
            // What is verified may come from anywhere; what is not, only from where the rules say.
            key.Add($"source {name}", source.IsPinned ? $"{source.Sha256} {source.Sha512} {source.Commit}" : source.Uri);
        }

        return key.Add("sources", string.Join('\n', package.Sources.Select(source => source.Archive ?? source.Uri.Split('?')[0].Split('/')[^1])));
    }

    private IEnumerable<KeyPart> Variables(ImmutableSortedDictionary<string, EnvironmentValue> environment) =>
        environment.Select(variable => new KeyPart($"variable {variable.Key}", KeyBuilder.DigestOf(variable.Value switch
        {
            { IsSecret: true } => "secret",
            { From: { } name } => Value(variable.Key, context.Caller(name)),
            var value => Value(variable.Key, value.Text),
        })));

    private string Value(string name, string? text) =>
        "value " + Portable(JobCount.Drop(name, text ?? ""));

    /// <summary>A text without the places where this tree happens to be.</summary>
    private string Portable(string text) =>
        places.Aggregate(text, static (rest, place) => rest.Replace(place.Path, place.Token, StringComparison.Ordinal));
}
