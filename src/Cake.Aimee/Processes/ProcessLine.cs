namespace Cake.Aimee.Processes;

/// <summary>A line that a program printed.</summary>
/// <param name="Text">The line without its end, secrets masked.</param>
/// <param name="IsError">Whether it came from standard error.</param>
public readonly record struct ProcessLine(string Text, bool IsError);
