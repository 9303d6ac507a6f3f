using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
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

    /// <summary>Refuses stages and kinds that can not be.</summary>
    /// <exception cref="AimeeException">Some can not: all faults are told.</exception>
    public void ThrowIfUnsound()
    {
        var names = Stages.Select(stage => stage.Name).Concat(StageNames.All).ToList();
        var faults = Stages.Select(stage => (stage.Name, Fault: Fault(stage, names)))
            .Where(stage => stage.Fault is not null)
            .Select(stage => $"The stage '{stage.Name}' can not be added: {stage.Fault}.")
            .Concat(Kinds.GroupBy(kind => kind.Name).Where(group => group.Count() > 1).Select(group => $"The kind of build '{group.Key}' is added twice."))
            .ToList();
        if (faults.Count > 0)
        {
            throw new AimeeException(string.Join(Environment.NewLine, faults));
        }
    }

    private string? Fault(CustomStage stage, List<string> names) =>
        PackageNames.Fault(stage.Name) is { } fault ? fault
        : names.Count(name => name.Equals(stage.Name, StringComparison.OrdinalIgnoreCase)) > 1 ? "there is a stage of that name"
        : !names.Contains(stage.After, StringComparer.Ordinal)
            ? $"there is no stage '{stage.After}' that it could come after. {Nearest.Suggestion(stage.After, names)}".TrimEnd(' ', '.')
        : IsBefore(stage, stage.After) ? "it would come after itself"
        : null;

    private bool IsBefore(CustomStage stage, string name)
    {
        var seen = new HashSet<string>();
        while (seen.Add(name))
        {
            if (name == stage.Name)
            {
                return true;
            }

            name = Stages.FirstOrDefault(other => other.Name == name)?.After ?? name;
        }

        return false;
    }
}
