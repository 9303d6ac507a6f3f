namespace Cake.Aimee.Diagnostics;

/// <summary>One thing that is wrong, or doubtful, in what the user wrote or asked for.</summary>
/// <param name="Code">Stable code (<c>AIM0012</c>), by which documentation and tools know this kind of fault.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong and why: one sentence, which names the thing.</param>
/// <param name="Location">Where it is, when it is in a file.</param>
/// <param name="Suggestion">The way out, when one is known: what to write or run instead.</param>
public sealed record Diagnostic(
    string Code,
    Severity Severity,
    string Message,
    SourceLocation? Location = null,
    string? Suggestion = null)
{
    /// <summary>The diagnostic as a compiler prints it: <c>file:line:column: error AIM0012: message (suggestion)</c>.</summary>
    public override string ToString()
    {
        var place = Location is null ? "" : $"{Location}: ";
        var suggestion = Suggestion is null ? "" : $" {Suggestion}";
        return $"{place}{Severity.ToString().ToLowerInvariant()} {Code}: {Message}{suggestion}";
    }
}
