namespace Cake.Aimee.Planning.Journals;

/// <summary>What a line of a journal says.</summary>
public enum JournalEvent
{
    /// <summary>The stage has started.</summary>
    Start,

    /// <summary>The stage has ended, well or badly.</summary>
    End,
}
