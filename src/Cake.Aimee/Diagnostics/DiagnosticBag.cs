using System.Collections.Immutable;

namespace Cake.Aimee.Diagnostics;

/// <summary>
/// Collects the faults of an input, so that all of them are told at once. Not safe for several threads: a thread
/// has a bag of its own, and <see cref="AddRange"/> joins them.
/// </summary>
public sealed class DiagnosticBag
{
    /// <summary>How many faults of one file are told.</summary>
    public const int MaximumPerFile = 200;

    private readonly List<Diagnostic> diagnostics = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Whether nothing has been found.</summary>
    public bool IsEmpty => diagnostics.Count == 0;

    /// <summary>Whether something has been found that makes the input unusable.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a fault.</summary>
    /// <param name="diagnostic">What was found.</param>
    public void Add(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        HasErrors |= diagnostic.Severity == Severity.Error;
        if (diagnostic.Location is { File: var file })
        {
            var count = counts[file] = counts.GetValueOrDefault(file) + 1;
            if (count > MaximumPerFile)
            {
                ReportRest(file, count);
                return;
            }
        }

        diagnostics.Add(diagnostic);
    }

    /// <summary>Adds what another bag, or a part of the input, has found.</summary>
    /// <param name="others">The faults.</param>
    public void AddRange(IEnumerable<Diagnostic> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var diagnostic in others)
        {
            Add(diagnostic);
        }
    }

    /// <summary>Adds an error: the input can not be used.</summary>
    /// <param name="code">Its kind.</param>
    /// <param name="location">Where it is, when it is in a file.</param>
    /// <param name="message">What is wrong: one sentence, which names the thing.</param>
    /// <param name="suggestion">The way out, when one is known.</param>
    public void Error(DiagnosticCode code, SourceLocation? location, string message, string? suggestion = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        Add(new Diagnostic(code.Id, Severity.Error, message, location, suggestion));
    }

    /// <summary>Adds a warning: probably a mistake, and the input is used all the same.</summary>
    /// <param name="code">Its kind.</param>
    /// <param name="location">Where it is, when it is in a file.</param>
    /// <param name="message">What is doubtful: one sentence, which names the thing.</param>
    /// <param name="suggestion">The way out, when one is known.</param>
    public void Warning(DiagnosticCode code, SourceLocation? location, string message, string? suggestion = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        Add(new Diagnostic(code.Id, Severity.Warning, message, location, suggestion));
    }

    private void ReportRest(string file, int count)
    {
        if (count == MaximumPerFile + 1)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticCodes.MoreFaults.Id,
                Severity.Note,
                $"The file has more than {MaximumPerFile} faults: the rest is not shown.",
                new SourceLocation(file)));
        }
    }

    /// <summary>Whether an error has been found in a file.</summary>
    /// <param name="file">The file, as the user would name it.</param>
    /// <returns>Whether there is one.</returns>
    public bool HasErrorIn(string file) =>
        diagnostics.Exists(diagnostic => diagnostic.Severity == Severity.Error && diagnostic.Location?.File == file);

    /// <summary>What was found, each once, in the order of files and lines.</summary>
    public ImmutableArray<Diagnostic> ToSorted() => diagnostics.Count == 0 ? [] :
    [
        .. diagnostics
            .Distinct()
            .OrderBy(diagnostic => diagnostic.Location?.File, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location?.Line)
            .ThenBy(diagnostic => diagnostic.Location?.Column)
            .ThenBy(diagnostic => diagnostic.Code, StringComparer.Ordinal),
    ];

    /// <summary>Ends the reading of an input that has errors.</summary>
    /// <exception cref="AimeeException">There is an error; the exception holds all that was found.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            throw new AimeeException(ToSorted());
        }
    }
}
