namespace Cake.Aimee.Diagnostics;

/// <summary>How much a diagnostic matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>Probably a mistake; the input is used all the same.</summary>
    Warning,

    /// <summary>The input can not be used.</summary>
    Error,
}
