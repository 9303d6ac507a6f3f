using System.Text.RegularExpressions;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Docs;

/// <summary>A command that the documentation tells people to type: a line of a block marked <c>sh</c>, or between backquotes in the text.</summary>
/// <param name="Page">The page, from the repository's top.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Text">The command, without comment; one that has a here-document with that.</param>
internal sealed partial record DocumentedCommand(string Page, int Line, string Text)
{
    /// <summary>What it is known by: its first line.</summary>
    public string Key => Text.Split('\n')[0];

    /// <summary>Whether it stands in the text, and need not follow on those before it.</summary>
    public bool IsInText { get; init; }

    /// <summary>All commands of the README, of <c>docs/</c>, and of the pages that users get with packages and examples.</summary>
    public static IReadOnlyList<DocumentedCommand> ReadAll() =>
    [
        .. new[] { "README.md" }
            .Concat(Pages("docs", "*.md"))
            .Concat(Pages("src", "README.md"))
            .Concat(Pages("examples", "README.md"))
            .Select(page => (page, lines: File.ReadAllLines(Path.Combine(Repository.Top, page))))
            .SelectMany(page => Read(page.page, page.lines).Concat(ReadText(page.page, page.lines))),
    ];

    /// <summary>The commands between backquotes in the text of a page; those that stand for others (<c>&lt;name&gt;</c>) are not to be typed.</summary>
    public static IEnumerable<DocumentedCommand> ReadText(string page, string[] lines)
    {
        var isBlock = false;
        var text = string.Join('\n', lines.Select(line =>
        {
            var isFence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            isBlock ^= isFence;
            return isBlock || isFence ? "" : line;
        }));
        return InText().Matches(text).Select(match => new DocumentedCommand(
            page, text[..match.Index].Count(letter => letter == '\n') + 1, match.Groups[1].Value.Replace('\n', ' ').Replace(@"\|", "|"))
        { IsInText = true });
    }

    /// <summary>The commands in the blocks of a page.</summary>
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

    private static IEnumerable<string> Pages(string directory, string name) =>
        Directory.GetFiles(Path.Combine(Repository.Top, directory), name, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Top, path))
            .Where(page => !page.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(^|\s+)#(\s.*)?$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"`((?:\./build\.sh|dotnet (?:aimee|cake|new|run|tool))\s[^`<…]+)`")]
    private static partial Regex InText();

    [GeneratedRegex(@"<<'(\w+)'$")]
    private static partial Regex HereDocument();
}
