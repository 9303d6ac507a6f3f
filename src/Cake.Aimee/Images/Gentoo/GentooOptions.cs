using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Schemas;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>What the config can say of the gentoo system alone: <c>images.gentoo</c>.</summary>
internal sealed record GentooOptions
{
    private static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static readonly MapSchema<GentooVersions> VersionsSchema = new MapSchema<GentooVersions>(new())
        .With("binutils", "Of the target's binutils.", Version("binutils"), (versions, value) => versions with { Binutils = value })
        .With("gcc", "Of the target's gcc.", Version("gcc"), (versions, value) => versions with { Gcc = value })
        .With("libc", "Of the target's C library.", Version("the C library"), (versions, value) => versions with { Libc = value })
        .With("headers", "Of the kernel's headers.", Version("the headers"), (versions, value) => versions with { Headers = value })
        .With("rust", "Of dev-lang/rust, and with it of the target's rust-std.", Version("rust"), (versions, value) => versions with { Rust = value });

    /// <summary>The profile of the images themselves; null leaves the stage3's own.</summary>
    internal string? Profile { get; init; }

    /// <summary>The profile of the target's sysroot; null for the 23.0 profile of its architecture.</summary>
    internal string? TargetProfile { get; init; }

    internal ImmutableArray<string> Use { get; init; } = [];

    internal ImmutableArray<string> Keywords { get; init; } = [];

    internal ImmutableSortedDictionary<string, string> MakeConf { get; init; } = None;

    internal ImmutableArray<string> PackageUse { get; init; } = [];

    internal ImmutableArray<string> PackageAcceptKeywords { get; init; } = [];

    /// <summary>Package → the lines of its environment file.</summary>
    internal ImmutableSortedDictionary<string, ImmutableArray<string>> Env { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>Where binary packages are; <c>auto</c> is Gentoo's own, <c>none</c> takes none.</summary>
    internal string Binhost { get; init; } = "auto";

    /// <summary>The day of the repository's snapshot (<c>20260503</c>); null for the newest.</summary>
    internal string? Snapshot { get; init; }

    /// <summary>Name → git address of further repositories.</summary>
    internal ImmutableSortedDictionary<string, string> Overlays { get; init; } = None;

    /// <summary>Whether the target's sysroot gets all of @system.</summary>
    internal bool TargetSystem { get; init; }

    internal GentooVersions Versions { get; init; } = new();

    internal static ConfigSection<GentooOptions> Section { get; } = new(
        "gentoo",
        "What the gentoo system is made of.",
        new MapSchema<GentooOptions>(new())
            .With("profile", "The profile of the images, such as default/linux/amd64/23.0.", Word("a profile"), (options, value) => options with { Profile = value })
            .With("target-profile", "The profile of the target's sysroot.", Word("a profile"), (options, value) => options with { TargetProfile = value })
            .With("use", "USE flags of all packages.", new ListSchema<string>(Line), (options, value) => options with { Use = value })
            .With("keywords", "What ACCEPT_KEYWORDS holds.", new ListSchema<string>(Line), (options, value) => options with { Keywords = value })
            .With("make-conf", "Further variables of make.conf.", Variables(Line), (options, value) => options with { MakeConf = value })
            .With("package.use", "Lines of package.use.", new ListSchema<string>(Line), (options, value) => options with { PackageUse = value })
            .With("package.accept_keywords", "Lines of package.accept_keywords.", new ListSchema<string>(Line), (options, value) => options with { PackageAcceptKeywords = value })
            .With("env", "For each package the lines of its environment file.", Named(new ListSchema<string>(Line), "a package, such as dev-lang/rust", "^[=<>~!a-zA-Z0-9+_.*:-]+/[a-zA-Z0-9+_.*:-]+$"), (options, value) => options with { Env = value })
            .With("binhost", "Where binary packages are: auto, none, or an address.", Word("auto, none or an address"), (options, value) => options with { Binhost = value })
            .With("snapshot", "The day of the repository's snapshot, such as 20260503.", Values.TextThat("a day such as 20260503", text => text.Length == 8 && text.All(char.IsAsciiDigit), "^[0-9]{8}$"), (options, value) => options with { Snapshot = value })
            .With("overlays", "Further repositories: name and git address.", Named(Word("an address"), "the name of a repository", "^[A-Za-z0-9_][A-Za-z0-9_-]*$"), (options, value) => options with { Overlays = value })
            .With("target-system", "Whether the target's sysroot gets all of @system.", Values.Boolean, (options, value) => options with { TargetSystem = value })
            .With("versions", "Versions of the toolchain's parts.", VersionsSchema, (options, value) => options with { Versions = value }));

    /// <summary>One line of a file of Portage.</summary>
    private static Schema<string> Line => Values.TextThat("one line of text", text => !text.Contains('\n', StringComparison.Ordinal));

    // What becomes a word of a command has nothing in it that a shell would heed.
    private static Schema<string> Word(string expected) => Values.TextThat(expected, text => text.Length > 0 && text.All(IsPlain));

    private static Schema<string> Version(string of) => Values.TextThat($"a version of {of}", text => text.Length > 0 && char.IsAsciiDigit(text[0]) && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'));

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "/:._+@~%=-".Contains(letter, StringComparison.Ordinal);

    private static DictionarySchema<T> Variables<T>(Schema<T> value) =>
        new(value, Values.VariablePattern, Values.IsVariableName, "the name of a variable");

    private static DictionarySchema<T> Named<T>(Schema<T> value, string expected, string pattern) =>
        new(value, pattern, text => System.Text.RegularExpressions.Regex.IsMatch(text, pattern), expected);
}
