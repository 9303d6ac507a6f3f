using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Cake.Aimee.Tests.Architecture;

/// <summary>A source file of the add-in.</summary>
/// <param name="Path">Its path below <c>src/Cake.Aimee</c>.</param>
/// <param name="Text">What stands in it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The room: the first folder; empty for a file outside of all rooms.</summary>
    public string Room => Path.Contains('/') ? Path[..Path.IndexOf('/')] : "";
}

/// <summary>The rules of the house: which room may use which, and what no room may do.</summary>
internal static partial class House
{
    private const int LongestFile = 350;

    /// <summary>The rooms, from the top floor down: each uses only those after it.</summary>
    public static readonly ImmutableArray<string> Rooms =
    [
        "Dsl", "Commands", "Stages", "Images", "Pipelines", "Planning", "Tree", "Buildrules", "Artifacts", "Sources",
        "Oci", "Engines", "Git", "Archives", "Processes", "Targets", "Diagnostics",
    ];

    /// <summary>What breaks the rules, one sentence each.</summary>
    public static ImmutableArray<string> Faults(IReadOnlyCollection<SourceFile> files)
    {
        var types = files
            .SelectMany(file => DeclaredType().Matches(file.Text).Select(match => (file.Room, Type: match.Groups[1].Value)))
            .ToLookup(entry => entry.Room, entry => entry.Type);
        return [.. files.SelectMany(file => FaultsOf(file, types)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> FaultsOf(SourceFile file, ILookup<string, string> types)
    {
        var lines = file.Text.Count(character => character == '\n');
        if (lines > LongestFile)
        {
            yield return $"{file.Path} has {lines} lines, more than {LongestFile}: give some of it a file of its own.";
        }
        var floor = Rooms.IndexOf(file.Room);
        if (floor < 0)
        {
            yield return $"{file.Path} stands in no room.";
            yield break;
        }
        var code = PlainComment().Replace(file.Text, "");
        var name = Namespace().Match(code).Groups[1].Value;
        if (name != $"Cake.Aimee.{file.Room}" && !name.StartsWith($"Cake.Aimee.{file.Room}.", StringComparison.Ordinal))
        {
            yield return $"{file.Path} has the namespace {name}, not Cake.Aimee.{file.Room}.";
        }
        foreach (var above in Rooms.Take(floor).Where(room => Uses(code, room, types[room])))
        {
            yield return $"{file.Path} uses {above}, which is above {file.Room}.";
        }
        if (file.Room != "Dsl" && CakeName().Match(code) is { Success: true } match)
        {
            yield return $"{file.Path} names {match.Value}: only Dsl knows Cake.";
        }
    }

    private static bool Uses(string code, string room, IEnumerable<string> types) =>
        Regex.IsMatch(code, $@"\bCake\.Aimee\.{room}\b")
        || Regex.Matches(code, $@"(?<![\w.]){room}\.(\w+)").Any(match => types.Contains(match.Groups[1].Value));

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|sealed|static|abstract|partial|readonly|file|ref|unsafe)\s+)*(?:class|record\s+struct|record|struct|interface|enum)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredType();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    // A documentation comment counts: what it refers to, the reader has to know.
    [GeneratedRegex(@"(?<![/:])//(?!/).*$", RegexOptions.Multiline)]
    private static partial Regex PlainComment();

    [GeneratedRegex(@"\bCake\.(?:Core|Common|Cli|Frosting)\b|\bSpectre\.\w+")]
    private static partial Regex CakeName();
}
