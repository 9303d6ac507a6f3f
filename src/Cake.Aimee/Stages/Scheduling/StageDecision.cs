namespace Cake.Aimee.Stages.Scheduling;

/// <summary>What has to be done for a stage.</summary>
public enum StageDecision
{
    /// <summary>Nothing: its result is right, and here.</summary>
    Done,

    /// <summary>Nothing as yet: what its result will be is known. It is brought, or else made, when somebody needs it here.</summary>
    Known,

    /// <summary>Nothing as yet: it runs when somebody needs its result here. No other stage is decided by that result.</summary>
    RunWhenNeeded,

    /// <summary>It has to run: only then is its result known.</summary>
    Run,
}
