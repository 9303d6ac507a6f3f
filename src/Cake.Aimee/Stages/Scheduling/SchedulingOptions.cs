using System.Collections.Frozen;
using Cake.Aimee.Planning;
using Cake.Aimee.Stages.Jobserver;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>How stages are scheduled.</summary>
public sealed record SchedulingOptions
{
    /// <summary>How many stages run at once.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>How many results are fetched or brought at once, beside the jobs.</summary>
    public int Downloads { get; init; } = 4;

    /// <summary>Whether all that does not need a failed stage is finished before the build fails.</summary>
    public bool KeepGoing { get; init; }

    /// <summary>No further stage starts while the machine's load is above this; null for no bound. One always runs.</summary>
    public double? MaxLoad { get; init; }

    /// <summary>No further stage starts while fewer bytes of memory are available; null for no bound. One always runs.</summary>
    public long? MinimumMemory { get; init; }

    /// <summary>
    /// The stages that start only when they have been joined: those with criteria, those after a task that is no
    /// stage, those that take away, and those after them of the same package.
    /// </summary>
    public IReadOnlySet<StageNode> Gated { get; init; } = FrozenSet<StageNode>.Empty;

    /// <summary>The stages whose tasks handle errors: their failure is told by their own join, and the build goes on after it.</summary>
    public IReadOnlySet<StageNode> ErrorHandled { get; init; } = FrozenSet<StageNode>.Empty;

    /// <summary>How long a stage took in an earlier run, when that is known: the longest way is gone first.</summary>
    public Func<StageNode, TimeSpan?> KnownDuration { get; init; } = _ => null;

    /// <summary>The tokens that the stages share with what they start; null when nothing is shared.</summary>
    public IJobTokens? Tokens { get; init; }

    /// <summary>Who watches.</summary>
    public IStageObserver? Observer { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Tells how busy the machine is.</summary>
    internal Func<MachineReading> ReadMachine { get; init; } = MachineReading.Read;

    /// <summary>Starts a stage's work: on a thread of its own, so that it never holds up the scheduler.</summary>
    internal Func<Func<Task<bool>>, Task<bool>> Launch { get; init; } = Task.Run;
}
