namespace Cake.Aimee.Stages.Scheduling;

/// <summary>Where a stage stands on its way; see <see cref="StageScheduler"/>.</summary>
internal enum StagePhase
{
    /// <summary>Nobody has asked for it.</summary>
    Asleep,

    /// <summary>Its gate, or one before it in its package, is closed.</summary>
    AtGate,

    /// <summary>It waits until the results that decide about it are known.</summary>
    Identifying,

    /// <summary>It is decided, and nobody needs its result here so far.</summary>
    Known,

    /// <summary>It has to run, and waits for what it needs.</summary>
    Waiting,

    /// <summary>It can start as soon as there is a slot.</summary>
    Queued,

    /// <summary>Its work goes on.</summary>
    Running,

    /// <summary>It failed, and whoever needs it waits until Cake goes on all the same.</summary>
    Failed,

    /// <summary>It is done, for all that come after it.</summary>
    Over,
}
