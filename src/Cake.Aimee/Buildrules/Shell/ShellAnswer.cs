using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>What the shell told of a file that it read.</summary>
internal sealed record ShellAnswer
{
    /// <summary>The variables with their values.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The stage functions that are defined.</summary>
    public ImmutableHashSet<string> Functions { get; init; } = [];

    /// <summary>What was printed as errors, at most some kilobytes.</summary>
    public string Messages { get; init; } = "";

    /// <summary>Why there are no variables: the reading did not come to its end; null when it did.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the file itself ended the shell.</summary>
    public bool IsExit { get; init; }
}
