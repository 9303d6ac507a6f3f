using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning.Keys;

namespace Cake.Aimee.Planning.Journals;

/// <summary>
/// How far a package has got, by its journal. A stage that has started again takes back what the stages after it had
/// done: they worked on what is now being made anew.
/// </summary>
public sealed class Journal
{
    /// <summary>Nothing has been done.</summary>
    public static readonly Journal Empty = new([]);

    private static readonly ImmutableArray<string> Line = [StageNames.Prep, StageNames.Compile, StageNames.Package];

    private readonly Dictionary<string, JournalEntry> started = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JournalEntry> succeeded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JournalEntry> last = new(StringComparer.Ordinal);

    private int count;

    /// <summary>Goes through what happened.</summary>
    /// <param name="entries">The journal's entries, in their order.</param>
    public Journal(IEnumerable<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach (var entry in entries)
        {
            Take(entry);
        }
    }

    /// <summary>The entry with which a stage has ended well, when nothing has happened since that takes it back.</summary>
    /// <param name="stage">The stage.</param>
    /// <returns>The entry, or null.</returns>
    public JournalEntry? Success(string stage) => succeeded.GetValueOrDefault(stage);

    /// <summary>Whether a stage has ended well with a key.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="key">The key.</param>
    public bool IsDone(string stage, string key) => Success(stage)?.Key == key;

    /// <summary>The last time that a stage started: what it was made of.</summary>
    /// <param name="stage">The stage.</param>
    /// <returns>The entry, or null when it never has.</returns>
    public JournalEntry? LastStart(string stage) => started.GetValueOrDefault(stage);

    /// <summary>Whether a stage has started since another one did last.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="other">The other one.</param>
    public bool HasStartedSince(string stage, string other) =>
        places.TryGetValue(stage, out var place) && (!places.TryGetValue(other, out var before) || place > before);

    /// <summary>Whether a stage has started, and ended badly or not at all.</summary>
    /// <param name="stage">The stage.</param>
    public bool IsBroken(string stage) =>
        last.TryGetValue(stage, out var entry) && (entry.Event == JournalEvent.Start || entry.ExitCode != 0);

    /// <summary>Why a stage with this key has to be run: what has changed, or what became of it before.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="key">Its key.</param>
    public string Reason(string stage, StageKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (LastStart(stage) is not { } start)
        {
            return "never run";
        }

        if (start.Key != key.Value)
        {
            var changes = key.ChangesSince(start.Parts);
            return changes.IsEmpty ? "its key changed" : $"changed: {string.Join(", ", changes)}";
        }

        return !last.TryGetValue(stage, out var entry) || entry.Event == JournalEvent.Start ? "broken off"
            : entry.ExitCode != 0 ? $"failed with exit code {entry.ExitCode}"
            : "its result is no longer there";
    }

    private void Take(JournalEntry entry)
    {
        last[entry.Stage] = entry;
        if (entry.Event == JournalEvent.Start)
        {
            started[entry.Stage] = entry;
            places[entry.Stage] = ++count;
            succeeded.Remove(entry.Stage);
            var place = Line.IndexOf(entry.Stage);
            foreach (var later in place < 0 ? [] : Line.Skip(place + 1))
            {
                succeeded.Remove(later);
            }
        }
        else if (entry.ExitCode == 0 && started.TryGetValue(entry.Stage, out var start) && start.Key == entry.Key)
        {
            succeeded[entry.Stage] = entry;
        }
    }
}
