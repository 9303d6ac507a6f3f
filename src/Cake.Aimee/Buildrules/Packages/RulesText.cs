namespace Cake.Aimee.Buildrules.Packages;

/// <summary>Tells what rules and configs are written in, without running them.</summary>
public static class RulesText
{
    /// <summary>
    /// What a text is written in. Its first significant line decides: <c>key:</c>, <c>---</c> or <c>%YAML</c> is
    /// YAML, and so is a text without one; anything else is shell. So YAML with a fault further down is never run.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>What it is written in.</returns>
    public static RulesFormat FormatOf(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            var content = line.Trim();
            if (content.Length > 0 && content[0] != '#')
            {
                return IsYaml(content) ? RulesFormat.Yaml : RulesFormat.Shell;
            }
        }

        return RulesFormat.Yaml;
    }

    private static bool IsYaml(ReadOnlySpan<char> line)
    {
        // A list, or a key that is one, is no rules: but it is YAML, and never run.
        if (line.StartsWith("---") || line.StartsWith("%YAML") || line.StartsWith("- ") || line.StartsWith("? "))
        {
            return true;
        }

        var colon = line.IndexOf(':');
        if (colon <= 0 || (colon + 1 < line.Length && line[colon + 1] is not (' ' or '\t')))
        {
            return false;
        }

        foreach (var letter in line[..colon].Trim())
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-' or '+' or '$' or '"' or '\''))
            {
                return false;
            }
        }

        return true;
    }
}
