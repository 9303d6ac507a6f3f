using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>A package as its rules describe it, whatever they are written in. Immutable.</summary>
public sealed record Package
{
    /// <summary>What it is called everywhere: <c>category/name</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>The category that it is in.</summary>
    public string Category { get; init; } = "";

    /// <summary>Its name within the category.</summary>
    public string Name { get; init; } = "";

    /// <summary>The version, without the release.</summary>
    public string Version { get; init; } = "";

    /// <summary>Which packaging of the version this is; <c>0</c> when the rules do not say.</summary>
    public string Release { get; init; } = "";

    /// <summary>What the package is, in one line.</summary>
    public string Description { get; init; } = "";

    /// <summary>The licence, an SPDX expression; null when the rules do not say.</summary>
    public string? License { get; init; }

    /// <summary>Where the software is at home, or null.</summary>
    public string? Homepage { get; init; }

    /// <summary>What it is built from.</summary>
    public ImmutableArray<PackageSource> Sources { get; init; } = [];

    /// <summary>The patches, as the rules name them.</summary>
    public ImmutableArray<PackageInput> Patches { get; init; } = [];

    /// <summary>Further inputs from <c>files/</c>.</summary>
    public ImmutableArray<PackageInput> Files { get; init; } = [];

    /// <summary>The packages that it needs.</summary>
    public PackageDependencies Depends { get; init; } = new();

    /// <summary>The name of the kind of build whose default bodies it uses.</summary>
    public string Build { get; init; } = "none";

    /// <summary>What is passed to the build system, word by word.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>Its stages' environment, over the config's.</summary>
    public ImmutableSortedDictionary<string, EnvironmentValue> Environment { get; init; } = ImmutableSortedDictionary<string, EnvironmentValue>.Empty;

    /// <summary>
    /// The directory below <c>work/</c> that holds the unpacked source, relative to it; for shell rules, as they say it.
    /// </summary>
    public string SourceDirectory { get; init; } = "";

    /// <summary>What is run after unpacking; null for nothing.</summary>
    public StageBody? Prep { get; init; }

    /// <summary>What builds it and installs it into <c>D</c>; null for nothing.</summary>
    public StageBody? Compile { get; init; }

    /// <summary>What tests it; null when it has no tests.</summary>
    public StageBody? Test { get; init; }

    /// <summary>What is run in the sysroot after it has been installed there; null for nothing.</summary>
    public StageBody? PostInstall { get; init; }

    /// <summary>Shell functions that every body can call, by name.</summary>
    public ImmutableSortedDictionary<string, StageBody> Functions { get; init; } = ImmutableSortedDictionary<string, StageBody>.Empty;

    /// <summary>The packages that are made of parts of its install root, by what is put after its name.</summary>
    public ImmutableSortedDictionary<string, PackageSplit> Splits { get; init; } = ImmutableSortedDictionary<string, PackageSplit>.Empty;

    /// <summary>Whether <c>clean</c> takes its work away.</summary>
    public bool Clean { get; init; } = true;

    /// <summary>How long its stages may run, by stage.</summary>
    public ImmutableSortedDictionary<string, TimeSpan> Timeouts { get; init; } = ImmutableSortedDictionary<string, TimeSpan>.Empty;

    /// <summary>The checks of the install root that do not hold for it, each with its reason.</summary>
    public ImmutableSortedDictionary<string, string> Waivers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What else the rules set; shell rules may set any variable, YAML rules none.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the rules are written in.</summary>
    public RulesFormat Format { get; init; }

    /// <summary>Absolute path of its directory, which holds <c>Buildrules</c>, <c>files/</c> and <c>source/</c>.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Whether it has a <c>source/</c> directory, which is used instead of what the sources hold.</summary>
    public bool HasSourceDirectory { get; init; }

    /// <summary>The files that its rules were read from, lowest layer first; paths relative to the top.</summary>
    public ImmutableArray<string> RulesFiles { get; init; } = [];

    /// <summary>Where its rules are.</summary>
    public SourceLocation Location { get; init; } = new("");
}
