using System.Collections.Immutable;
using Cake.Aimee.Planning.Keys;

namespace Cake.Aimee.Planning.Journals;

/// <summary>A line of a package's journal: a stage has started, or ended.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Event">What happened to it.</param>
/// <param name="Key">The stage's key; empty for stages that have none.</param>
/// <param name="Time">When.</param>
public sealed record JournalEntry(string Stage, JournalEvent Event, string Key, DateTimeOffset Time)
{
    /// <summary>How the stage's program ended; 0 for success. Only at the end.</summary>
    public int ExitCode { get; init; }

    /// <summary>The digest of what the stage made, where it makes a file; only at the end.</summary>
    public string? Output { get; init; }

    /// <summary>The time that programs are to take for the present one, in seconds since 1970: known when prep has ended.</summary>
    public long? Epoch { get; init; }

    /// <summary>What went into the key; only at the start.</summary>
    public ImmutableArray<KeyPart> Parts { get; init; } = [];
}
