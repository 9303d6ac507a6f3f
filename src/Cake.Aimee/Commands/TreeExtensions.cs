using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Commands;

/// <summary>What a program adds to what every tree knows.</summary>
public sealed record TreeExtensions
{
    /// <summary>Nothing.</summary>
    public static TreeExtensions None { get; } = new();

    /// <summary>Kinds of build that rules may name with <c>build:</c>; one of the same name replaces ours.</summary>
    public ImmutableArray<BuildKind> Kinds { get; init; } = [];

    /// <summary>Stages that each package gets.</summary>
    public ImmutableArray<CustomStage> Stages { get; init; } = [];

    /// <summary>All kinds of build: those that every tree knows, and the added ones.</summary>
    public ImmutableArray<BuildKind> AllKinds =>
        [.. BuildKinds.All.Where(kind => !Kinds.Any(added => added.Name == kind.Name)), .. Kinds];
}
