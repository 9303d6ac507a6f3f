namespace Cake.Aimee.Processes;

/// <summary>Words as a POSIX shell reads them.</summary>
internal static class ShellWord
{
    private const string Plain = "@%+=:,./_-";

    /// <summary>A word that a shell reads as exactly this text.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
