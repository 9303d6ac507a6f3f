namespace Cake.Aimee.Stages.Scheduling;

/// <summary>What has become of a stage.</summary>
public enum StageStatus
{
    /// <summary>It ran, and succeeded.</summary>
    Ran,

    /// <summary>There was nothing to do.</summary>
    UpToDate,

    /// <summary>Nobody needed its result here.</summary>
    Known,

    /// <summary>Its result was brought from elsewhere.</summary>
    Pulled,

    /// <summary>Its task was passed by: a criterion spoke against it.</summary>
    Skipped,

    /// <summary>It ran, or was to be brought, and failed.</summary>
    Failed,

    /// <summary>It could not run, as one that it needs has failed.</summary>
    Blocked,

    /// <summary>It was ended, as the build was.</summary>
    Cancelled,
}
