using System.Text.RegularExpressions;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Docs;

/// <summary>A command that the documentation tells people to type: a line of a block marked <c>sh</c>.</summary>
/// <param name="Page">The page, from the repository's top.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Text">The command, without comment; one that has a here-document with that.</param>
internal sealed partial record DocumentedCommand(string Page, int Line, string Text)
{
    /// <summary>What it is known by: its first line.</summary>
    public string Key => Text.Split('\n')[0];

    /// <summary>All commands of the README and of <c>docs/</c>, in their order.</summary>
    public static IReadOnlyList<DocumentedCommand> ReadAll() =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Top, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Prepend(Path.Combine(Repository.Top, "README.md"))
            .SelectMany(path => Read(Path.GetRelativePath(Repository.Top, path), File.ReadAllLines(path))),
    ];

    /// <summary>The commands of a page.</summary>
    public static IEnumerable<DocumentedCommand> Read(string page, string[] lines)
    {
        var isCommand = false;
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCommand = !isCommand && lines[index].TrimStart() == "```sh";
            }
            else if (isCommand && Comment().Replace(lines[index], "").Trim() is { Length: > 0 } first)
            {
                var (start, text) = (index, first);
                while (text.EndsWith('\\') && index + 1 < lines.Length)
                {
                    text = $"{text[..^1].TrimEnd()} {lines[++index].Trim()}";
                }

                if (HereDocument().Match(text) is { Success: true } match)
                {
                    do
                    {
                        text += "\n" + lines[++index];
                    }
                    while (lines[index] != match.Groups[1].Value);
                }

                yield return new(page, start + 1, text);
            }
        }
    }

    /// <summary>The place and the command's first line.</summary>
    public override string ToString() => $"{Page}:{Line}: {Key}";

    [GeneratedRegex(@"(^|\s+)#(\s.*)?$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"<<'(\w+)'$")]
    private static partial Regex HereDocument();
}
