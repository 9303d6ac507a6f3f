using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Schemas;

namespace Cake.Aimee.Images.Debian;

/// <summary>What the config can say of the debian system alone: <c>images.debian</c>.</summary>
internal sealed record DebianOptions
{
    /// <summary>The release.</summary>
    internal string Suite { get; init; } = "bookworm";

    /// <summary>The archive's components.</summary>
    internal ImmutableArray<string> Components { get; init; } = ["main"];

    internal static ConfigSection<DebianOptions> Section { get; } = new(
        "debian",
        "What the debian system is made of.",
        new MapSchema<DebianOptions>(new())
            .With("suite", "The release; bookworm by default.", Values.Text, (options, value) => options with { Suite = value })
            .With("components", "The archive's components; main by default.", Values.Texts, (options, value) => options with { Components = value }));
}
