namespace Cake.Aimee.Buildrules.Kinds;

/// <summary>Words of shell text.</summary>
public static class ShellWord
{
    /// <summary>Writes a text as one shell word that means just that text (POSIX.1-2024, XCU §2.2.2).</summary>
    /// <param name="text">The text.</param>
    /// <returns>The word.</returns>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(IsPlain) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '+' or '.' or '/' or ',' or ':' or '@' or '%';
}
