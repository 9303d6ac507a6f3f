using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Schemas;

namespace Cake.Aimee.Tests.Tree;

/// <summary>Sections such as image systems bring.</summary>
internal static class SampleSections
{
    public static ConfigSection<SampleDebian> Debian { get; } = new(
        "debian",
        "Options of the debian system.",
        new MapSchema<SampleDebian>(new())
            .With("suite", "The release.", Values.Text, (debian, value) => debian with { Suite = value })
            .With("components", "Parts of the archive.", Values.Texts, (debian, value) => debian with { Components = value }));

    public static ConfigSection<SampleDebian> Gentoo { get; } = new(
        "gentoo", "Options of the gentoo system.", new MapSchema<SampleDebian>(new()));
}

internal sealed record SampleDebian
{
    public string Suite { get; init; } = "bookworm";

    public ImmutableArray<string> Components { get; init; } = ["main"];
}
