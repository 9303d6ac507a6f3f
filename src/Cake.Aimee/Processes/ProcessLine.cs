namespace Cake.Aimee.Processes;

/// <summary>
/// A line that a program printed, safe to show: invalid UTF-8 has become U+FFFD, control characters and
/// terminal escapes are gone. A line of more than 16,384 characters comes in pieces of that length.
/// </summary>
/// <param name="Text">The line without its end, secrets masked.</param>
/// <param name="IsError">Whether it came from standard error.</param>
/// <param name="IsProgress">Whether it ended in a lone carriage return: the next line is to overwrite it.</param>
public readonly record struct ProcessLine(string Text, bool IsError, bool IsProgress = false);
