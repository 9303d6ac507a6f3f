using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Dsl;

/// <summary>What stages are run with.</summary>
/// <param name="Workspace">The tree, and what the user asked for.</param>
/// <param name="Planned">The tree and its stages.</param>
/// <param name="Targets">The stages whose results have to be here in the end.</param>
/// <param name="CustomStages">What does the stages that the program adds.</param>
/// <param name="Observer">Who watches: it is told what stages print.</param>
internal sealed record StageBuildRequest(
    Workspace Workspace,
    PlannedTree Planned,
    IReadOnlySet<StageNode> Targets,
    ImmutableArray<CustomStageWork> CustomStages,
    IStageObserver Observer);
