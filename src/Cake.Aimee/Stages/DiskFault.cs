using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages;

/// <summary>Failures that a disk is to blame for: it is full, or may not be written. Their way out is the same everywhere.</summary>
internal static class DiskFault
{
    private const string WayOut =
        "Make room there, or see who may write there, and run the same command again ('paths:' in the config puts a directory elsewhere)";

    /// <summary>Whether a disk is to blame.</summary>
    public static bool IsBehind(Exception exception) =>
        exception is IOException or UnauthorizedAccessException || (exception is AimeeException { InnerException: { } cause } && IsCause(cause));

    /// <summary>What is told of it, to be read behind the name of what it has stopped.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="directory">Where it was, if it does not say so itself.</param>
    public static string Describe(Exception exception, string directory)
    {
        var message = exception.Message.TrimEnd('.');
        var place = message.Contains('/', StringComparison.Ordinal) ? "" : $" : '{directory}'";
        return $"can not go on: {message}{place}. {WayOut}";
    }

    /// <summary>A stage that has not come so far as to have a log.</summary>
    public static AimeeException Of(StageNode node, Exception exception, string directory) => new(
        [new Diagnostic(DiagnosticCodes.StageRefused.Id, Severity.Error, $"{node.Id} {Describe(exception, directory)}.", node.Package.Package.Location)]);

    /// <summary>Network and archives fail with the same type: the number tells.</summary>
    private static bool IsCause(Exception cause) => cause switch
    {
        UnauthorizedAccessException => true,
        IOException { HResult: SystemError.NoSpace or SystemError.ReadOnly or SystemError.OverQuota or SystemError.AccessDenied } => true,
        _ => cause.InnerException is { } deeper && IsCause(deeper),
    };
}
