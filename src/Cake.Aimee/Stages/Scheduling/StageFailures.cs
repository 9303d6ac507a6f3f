using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Stages.Scheduling;

/// <summary>What a join throws.</summary>
internal static class StageFailures
{
    private const int Listed = 10;

    /// <summary>How a stage ended that could not run.</summary>
    public static StageOutcome Blocked(StageState state, StageState culprit) =>
        new(state.Node, StageStatus.Blocked, $"{culprit.Node} failed") { Culprit = culprit.Node };

    /// <summary>For a stage that failed, or can not run as another one failed.</summary>
    public static Exception Of(StageState state) =>
        state.Culprit is { } culprit
            ? new AimeeException($"{culprit.Node} failed, so {state.Node} can not run.{Cause(culprit)}", culprit.Outcome!.Error)
            : state.Outcome!.Error!;

    /// <summary>For a stage at hand that has nothing to do with the one that failed.</summary>
    public static AimeeException Elsewhere(StageState culprit, StageState atHand) =>
        new($"{culprit.Node} failed, so the build does not wait for {atHand.Node}.{Cause(culprit)}", culprit.Outcome!.Error);

    /// <summary>For all that failed, after everything else has been done.</summary>
    public static Exception All(IReadOnlyList<StageState> failures, IReadOnlyList<StageState> blocked)
    {
        if (failures.Count == 1 && blocked.Count == 0)
        {
            return Of(failures[0]);
        }

        var count = failures.Count == 1 ? "1 stage" : $"{failures.Count} stages";
        var lines = failures.Select(failure => Environment.NewLine + Named(failure));
        var errors = failures.Select(failure => failure.Outcome!.Error!).ToList();
        return new AimeeException(
            $"{count} failed.{string.Concat(lines)}{Rest(blocked)}", errors.Count == 1 ? errors[0] : new AggregateException(errors));
    }

    private static string Named(StageState failure)
    {
        var message = failure.Outcome!.Error!.Message;
        return message.Contains(failure.Node.Id, StringComparison.Ordinal) ? message : $"{failure.Node}: {message}";
    }

    private static string Cause(StageState culprit) => Environment.NewLine + culprit.Outcome!.Error!.Message;

    private static string Rest(IReadOnlyList<StageState> blocked)
    {
        if (blocked.Count == 0)
        {
            return "";
        }

        var names = string.Join(", ", blocked.Take(Listed).Select(state => state.Node.Id));
        var more = blocked.Count > Listed ? $" and {blocked.Count - Listed} more" : "";
        return $"{Environment.NewLine}So these could not run: {names}{more}.";
    }
}
