using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>The keys of YAML rules.</summary>
internal static class PackageSchema
{
    private static readonly Schema<string> Version = Values.TextThat(
        "a version: letters, digits and + . _ ~ -", IsVersion, "^[A-Za-z0-9][A-Za-z0-9+._~-]*$");

    private static readonly Schema<string> Release = Values.TextThat(
        "a release: letters, digits and + . _ ~", text => IsVersion(text) && !text.Contains('-'), "^[A-Za-z0-9][A-Za-z0-9+._~]*$");

    private static readonly Schema<string> RelativePath = Values.TextThat(
        "a path that stays inside the directory", IsInside, "^[^/].*$");

    private static readonly Schema<PackageSource> Source = new LocatedSchema<PackageSource, PackageSource>(
        new EitherSchema<PackageSource>(
            new LocatedSchema<string, PackageSource>(Values.Text, (uri, _) => new PackageSource { Uri = uri }),
            new MapSchema<PackageSource>(new())
                .With("uri", "Where it comes from: http, https, ftp, file, git, svn or apt.", Values.Text, (source, value) => source with { Uri = value }, required: true)
                .With("sha256", "SHA-256 of the archive.", Hex(64), (source, value) => source with { Sha256 = value.ToLowerInvariant() })
                .With("sha512", "SHA-512 of the archive.", Hex(128), (source, value) => source with { Sha512 = value.ToLowerInvariant() })
                .With("commit", "Commit or revision of a source repository.", Values.Text, (source, value) => source with { Commit = value })
                .With("archive", "Name of the archive in sources/, when the URI does not say it.", Values.TextThat("a file name", IsFileName), (source, value) => source with { Archive = value })),
        (source, location) => source with { Location = location });

    private static readonly ListSchema<Dependency> Dependencies =
        new(new LocatedSchema<string, Dependency>(PackageNames.Reference, (name, location) => new Dependency(name, location)));

    private static readonly MapSchema<PackageDependencies> Depends = new MapSchema<PackageDependencies>(new())
        .With("build", "Packages installed in the sysroot before prep.", Dependencies, (depends, value) => depends with { Build = value })
        .With("run", "Packages installed in the sysroot before this one.", Dependencies, (depends, value) => depends with { Run = value })
        .With("host", "Packages built for the build machine, on the PATH of stages.", Dependencies, (depends, value) => depends with { Host = value });

    private static readonly MapSchema<ImmutableArray<Dependency>> SplitDepends = new MapSchema<ImmutableArray<Dependency>>([])
        .With("run", "Packages installed in the sysroot before this one.", Dependencies, (_, value) => value);

    private static readonly MapSchema<PackageSplit> Split = new MapSchema<PackageSplit>(new())
        .With("files", "Paths and patterns below the install root.", new ListSchema<string>(RelativePath), (split, value) => split with { Files = value }, required: true)
        .With("description", "What it is, in one line.", Values.Text, (split, value) => split with { Description = value })
        .With("depends", "Packages that it needs.", SplitDepends, (split, value) => split with { Run = value });

    private static readonly BodySchema Body = new();

    private static readonly ListSchema<PackageInput> Inputs =
        new(new LocatedSchema<string, PackageInput>(RelativePath, (name, location) => new PackageInput(name, location)));

    /// <summary>The keys of rules that may use these kinds of build.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <returns>The schema.</returns>
    public static MapSchema<Package> With(IEnumerable<BuildKind> kinds) => new MapSchema<Package>(new())
        .With("$schema", "The schema of this file, for editors.", Values.Text, (package, _) => package)
        .With("version", "The version; what follows a dash is the release.", Version, (package, value) => package with { Version = value }, required: true)
        .With("release", "Which packaging of the version this is; 0 by default.", Release, (package, value) => package with { Release = value })
        .With("description", "What the package is, in one line.", Values.Text, (package, value) => package with { Description = value }, required: true)
        .With("license", "The licence, an SPDX expression.", Values.Text, (package, value) => package with { License = value })
        .With("homepage", "Where the software is at home.", Values.Text, (package, value) => package with { Homepage = value })
        .With("sources", "What it is built from; a package with a source/ directory needs none.", new ListSchema<PackageSource>(Source), (package, value) => package with { Sources = value })
        .With("patches", "Patches of files/, applied in this order: NAME for files/<name>-<version>-NAME.patch, or a file name with .patch.", Inputs, (package, value) => package with { Patches = value })
        .With("files", "Further inputs from files/.", Inputs, (package, value) => package with { Files = value })
        .With("depends", "Packages that it needs.", Depends, (package, value) => package with { Depends = value })
        .With("build", "The build system, whose default stage bodies are used; none by default.", Values.OneOf([.. kinds.Select(kind => kind.Name)]), (package, value) => package with { Build = value })
        .With("options", "Words that are passed to the build system: the parameters of the default bodies.", Values.Texts, (package, value) => package with { Options = value })
        .With("env", "Environment of its stages.", ConfigSchema.Environment, (package, value) => package with { Environment = value })
        .With("directory", "The directory that the source unpacks to; <name>-<version> by default.", RelativePath, (package, value) => package with { SourceDirectory = value })
        .With("prep", "Shell that is run after unpacking.", Body, (package, value) => package with { Prep = value })
        .With("compile", "Shell that builds and installs into $D, instead of the build system's default body.", Body, (package, value) => package with { Compile = value })
        .With("test", "Shell that tests what was built, run by the stage test.", Body, (package, value) => package with { Test = value })
        .With("post_install", "Shell that is run after installing into the sysroot.", Body, (package, value) => package with { PostInstall = value })
        .With("functions", "Shell functions that every stage body can call.", new DictionarySchema<StageBody>(Body, Values.VariablePattern, Values.IsVariableName, "the name of a shell function"), (package, value) => package with { Functions = value })
        .With("split", "Packages made of parts of the install root, each by what is put after this one's name.", new DictionarySchema<PackageSplit>(Split, $"^{PackageNames.Pattern}$", name => PackageNames.Fault(name) is null, "a part of a package's name"), (package, value) => package with { Splits = value })
        .With("clean", "Whether 'clean' takes its work away; true by default.", Values.Boolean, (package, value) => package with { Clean = value })
        .With("timeout", "How long stages may run; without a limit by default.", new DictionarySchema<TimeSpan>(Values.Duration, "^[a-z][a-z0-9-]*$", IsStage, "the name of a stage"), (package, value) => package with { Timeouts = value })
        .With("waive", "Checks of the install root that do not hold here, each with its reason.", new DictionarySchema<string>(Values.Text, $"^({string.Join('|', CheckNames.All)})$", CheckNames.All.Contains, "the name of a check", name => Nearest.Suggestion(name, CheckNames.All)), (package, value) => package with { Waivers = value });

    private static Schema<string> Hex(int digits) => Values.TextThat(
        $"{digits} hexadecimal digits",
        text => text.Length == digits && text.All(char.IsAsciiHexDigit),
        $"^[0-9a-fA-F]{{{digits}}}$");

    private static bool IsVersion(string text) =>
        text.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(text[0])
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '.' or '_' or '~' or '-');

    private static bool IsFileName(string text) =>
        text.Length is > 0 and <= 255 && text is not ("." or "..") && !text.Contains('/') && !text.Any(char.IsControl);

    private static bool IsInside(string text) =>
        text.Length > 0 && text[0] != '/' && !text.Any(char.IsControl) && !text.Split('/').Contains("..");

    private static bool IsStage(string text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0])
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
