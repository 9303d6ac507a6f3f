using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;

namespace Cake.Aimee.Planning.Keys;

/// <summary>What keys follow from beside the packages' rules.</summary>
/// <param name="Config">The tree's settings.</param>
/// <param name="Host">The build machine's triple.</param>
/// <param name="Files">Reads what the rules name.</param>
public sealed record KeyContext(Config Config, string Host, FileDigests Files)
{
    /// <summary>The triple that packages are built for.</summary>
    public string Target => Config.Target ?? Host;

    /// <summary>The identity of the tools that build for the target: compilers by their versions, or the image's digest.</summary>
    public ImmutableArray<KeyPart> Tools { get; init; } = [];

    /// <summary>The identity of the tools that build for the build machine.</summary>
    public ImmutableArray<KeyPart> HostTools { get; init; } = [];

    /// <summary>The identity of the build systems, by the kind of build that packages name.</summary>
    public ImmutableDictionary<string, ImmutableArray<KeyPart>> BuildSystems { get; init; } = ImmutableDictionary<string, ImmutableArray<KeyPart>>.Empty;

    /// <summary>A variable of the caller's environment, for values that come from there.</summary>
    public Func<string, string?> Caller { get; init; } = _ => null;
}
