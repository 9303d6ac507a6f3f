namespace Cake.Aimee.Stages.Scheduling;

/// <summary>What somebody wants of a stage.</summary>
internal enum StageNeed
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That its result is known.</summary>
    Known,

    /// <summary>That its result is here.</summary>
    Present,
}
