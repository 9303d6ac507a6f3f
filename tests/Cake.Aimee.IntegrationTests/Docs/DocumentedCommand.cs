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

    /// <summary>All commands of the README, of <c>docs/</c>, and of the pages that users get with packages and examples.</summary>
    public static IReadOnlyList<DocumentedCommand> ReadAll() =>
    [
        .. new[] { "README.md" }
            .Concat(Pages("docs", "*.md"))
            .Concat(Pages("src", "README.md"))
            .Concat(Pages("examples", "README.md"))
            .SelectMany(page => Read(page, File.ReadAllLines(Path.Combine(Repository.Top, page)))),
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

    private static IEnumerable<string> Pages(string directory, string name) =>
        Directory.GetFiles(Path.Combine(Repository.Top, directory), name, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Top, path))
            .Where(page => !page.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"(^|\s+)#(\s.*)?$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"<<'(\w+)'$")]
    private static partial Regex HereDocument();
}
