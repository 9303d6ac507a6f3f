using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Configs;

/// <summary>Further packages of the distribution that go into the images.</summary>
public sealed record ImagePackages
{
    /// <summary>In the base image, and so in all.</summary>
    public ImmutableArray<string> Base { get; init; } = [];

    /// <summary>In the cross image, and so in the build image.</summary>
    public ImmutableArray<string> Cross { get; init; } = [];

    /// <summary>In the build image alone.</summary>
    public ImmutableArray<string> Build { get; init; } = [];
}
