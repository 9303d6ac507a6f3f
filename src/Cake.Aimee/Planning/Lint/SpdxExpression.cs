using System.Collections.Frozen;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Planning.Lint;

/// <summary>
/// Checks licence expressions (SPDX specification 3.0, annex B). The list of licences grows from month to month, so
/// a name that is not known here is doubted only when it is near to one that is, or known to be wrong.
/// </summary>
internal static class SpdxExpression
{
    private static readonly FrozenSet<string> Common = new[]
    {
        "0BSD", "AFL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-1.1", "Apache-2.0", "Artistic-1.0", "Artistic-2.0", "BSD-1-Clause",
        "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "BSL-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "CDDL-1.0", "EPL-2.0", "EUPL-1.2",
        "FSFAP", "FTL", "GFDL-1.3-or-later", "GPL-1.0-or-later", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "HPND",
        "ICU", "IJG", "ISC", "LGPL-2.0-only", "LGPL-2.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later",
        "LicenseRef", "LPL-1.02", "MIT", "MIT-0", "MPL-1.1", "MPL-2.0", "NCSA", "OFL-1.1", "OLDAP-2.8", "OpenSSL", "PostgreSQL", "PSF-2.0",
        "Python-2.0", "Ruby", "SSPL-1.0", "Unicode-3.0", "Unlicense", "Vim", "W3C", "WTFPL", "X11", "Zlib", "ZPL-2.1", "bzip2-1.0.6", "curl",
        "libpng-2.0", "TCL", "Sleepycat",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Wrong = new Dictionary<string, string>
    {
        ["GPL"] = "GPL-2.0-or-later", ["GPLv2"] = "GPL-2.0-only", ["GPL-2"] = "GPL-2.0-only", ["GPLv2+"] = "GPL-2.0-or-later",
        ["GPL-2.0"] = "GPL-2.0-only", ["GPL-2.0+"] = "GPL-2.0-or-later", ["GPLv3"] = "GPL-3.0-only", ["GPL-3"] = "GPL-3.0-only",
        ["GPLv3+"] = "GPL-3.0-or-later", ["GPL-3.0"] = "GPL-3.0-only", ["LGPL"] = "LGPL-2.1-or-later", ["LGPLv2.1"] = "LGPL-2.1-only",
        ["LGPL-2.1"] = "LGPL-2.1-only", ["BSD"] = "BSD-3-Clause", ["Apache"] = "Apache-2.0", ["Apache2"] = "Apache-2.0", ["ASL2"] = "Apache-2.0",
        ["zlib"] = "Zlib", ["Boost"] = "BSL-1.0", ["Python"] = "PSF-2.0", ["public-domain"] = "LicenseRef-public-domain",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is wrong with an expression.</summary>
    /// <returns>The fault, and what to write instead when it is known; nothing when the expression is right.</returns>
    public static (string? Fault, string? Suggestion) Check(string expression)
    {
        var words = expression.Replace("(", " ( ").Replace(")", " ) ").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var position = 0;
        if (Alternatives(words, ref position) is { } fault)
        {
            return (fault.Text, fault.Suggestion);
        }

        return (position < words.Length ? $"'{words[position]}' stands where AND, OR or WITH is expected" : null, null);
    }

    private static Fault? Alternatives(string[] words, ref int position)
    {
        while (true)
        {
            if (Operand(words, ref position) is { } fault)
            {
                return fault;
            }

            if (position >= words.Length || words[position] is not ("AND" or "OR"))
            {
                return null;
            }

            position++;
        }
    }

    private static Fault? Operand(string[] words, ref int position)
    {
        if (position >= words.Length)
        {
            return new("it ends where a licence is expected", null);
        }

        if (words[position] == "(")
        {
            position++;
            if (Alternatives(words, ref position) is { } fault)
            {
                return fault;
            }

            return position < words.Length && words[position++] == ")" ? null : new("a parenthesis is not closed", null);
        }

        if (License(words[position++]) is { } unknown)
        {
            return unknown;
        }

        if (position + 1 < words.Length && words[position] == "WITH")
        {
            position += 2;
        }

        return null;
    }

    private static Fault? License(string word)
    {
        if (Wrong.TryGetValue(word, out var right))
        {
            return new($"'{word}' is not the name of a licence", $"Did you mean '{right}'?");
        }

        var name = word.EndsWith('+') ? word[..^1] : word;
        if (name is "AND" or "OR" or "WITH" || name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameLetters))
        {
            return new($"'{word}' stands where a licence is expected", null);
        }

        return Common.Contains(name) || name.StartsWith("LicenseRef-", StringComparison.Ordinal) || Nearest.To(name, Common) is not { } nearest
            || (nearest.Any(char.IsAsciiDigit) && !nearest.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? null
            : new($"'{word}' is not the name of a licence", $"Did you mean '{nearest}'?");
    }

    private static readonly System.Buffers.SearchValues<char> NameLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:");

    private sealed record Fault(string Text, string? Suggestion);
}
