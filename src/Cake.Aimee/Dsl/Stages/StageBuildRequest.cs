using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Dsl;

/// <summary>What stages are run with.</summary>
/// <param name="Planned">The tree and its stages.</param>
/// <param name="Options">What the user asked for.</param>
/// <param name="Processes">Runs programs.</param>
/// <param name="CustomStages">What does the stages that the program adds.</param>
/// <param name="Observer">Who watches: it is told what stages print.</param>
internal sealed record StageBuildRequest(
    PlannedTree Planned,
    AimeeOptions Options,
    IProcessRunner Processes,
    ImmutableArray<CustomStageWork> CustomStages,
    IStageObserver Observer);
