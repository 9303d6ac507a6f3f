namespace Cake.Aimee.Processes;

/// <summary>The signals that are sent here, with their numbers (the same on every Linux architecture but MIPS's SIGCONT).</summary>
internal enum Signal
{
    /// <summary>End at once; can not be caught.</summary>
    Kill = 9,

    /// <summary>Please end.</summary>
    Terminate = 15,
}
