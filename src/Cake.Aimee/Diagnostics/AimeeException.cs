using System.Collections.Immutable;

namespace Cake.Aimee.Diagnostics;

/// <summary>
/// The user's input or surroundings do not allow what was asked for. The message is for the person at the
/// terminal: what, where, why, and the way out. A defect of the program itself is never reported with it.
/// </summary>
public class AimeeException : Exception
{
    /// <summary>One fault that has no place in a file.</summary>
    /// <param name="message">What went wrong, why, and the way out.</param>
    /// <param name="innerException">What caused it, shown only at diagnostic verbosity.</param>
    public AimeeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>All the faults of an input together.</summary>
    /// <param name="diagnostics">The faults, at least one; printed one a line.</param>
    public AimeeException(IEnumerable<Diagnostic> diagnostics)
        : this([.. diagnostics])
    {
    }

    private AimeeException(ImmutableArray<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>The faults behind the message; empty when there is only the message.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; } = [];
}
