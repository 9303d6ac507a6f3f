namespace Cake.Aimee.Processes;

/// <summary>
/// The mark that all processes of a run carry in their environment, so that they are found also when they have
/// left the run's session: <c>CAKE_AIMEE_RUN=BUILD.NUMBER</c>.
/// </summary>
internal static class RunMark
{
    /// <summary>The variable.</summary>
    public const string Variable = "CAKE_AIMEE_RUN";

    /// <summary>What all the marks of this process begin with.</summary>
    public static readonly string Build = Guid.NewGuid().ToString("N");

    private static int _count;

    /// <summary>A mark for a run.</summary>
    public static string Next() => $"{Build}.{Interlocked.Increment(ref _count)}";
}
