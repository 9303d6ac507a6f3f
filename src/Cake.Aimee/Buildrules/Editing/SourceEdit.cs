using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Editing;

/// <summary>
/// Writes what pins a source into the text of YAML rules, and leaves comments, layout, quotes and line ends as they
/// are. Whether the rules mean the same afterwards, the caller has to see by reading them.
/// </summary>
public static class SourceEdit
{
    private const string UriKey = "uri";

    /// <summary>The changes that give a source a key.</summary>
    /// <param name="text">The text of the rules.</param>
    /// <param name="location">Where the source stands: a URI, or a map that holds one.</param>
    /// <param name="key">The key: <c>sha256</c>, <c>sha512</c>, <c>commit</c>.</param>
    /// <param name="value">Its value: letters and digits.</param>
    /// <returns>The changes; null when the source is written in a way that is not changed here.</returns>
    public static ImmutableArray<TextEdit>? Pin(string text, SourceLocation location, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(location);
        var part = YamlOutline.Find(text, location.Line, location.Column);
        return part?.Form switch
        {
            YamlForm.Plain or YamlForm.Quoted when part.IsInFlow =>
                [new(part.Start, 0, $"{{{UriKey}: "), new(part.End, 0, $", {key}: {value}}}")],
            YamlForm.Plain or YamlForm.Quoted =>
                [new(part.Start, 0, $"{UriKey}: "), LineAfter(text, part.End, part.Column, $"{key}: {value}")],
            YamlForm.BlockMap or YamlForm.FlowMap or YamlForm.FlowPair => SetKey(text, part, key, value),
            _ => null,
        };
    }

    /// <summary>The same by hand: what to write, on one line.</summary>
    /// <param name="text">The text of the rules.</param>
    /// <param name="location">Where the source stands.</param>
    /// <param name="uri">The source's URI.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    public static string ByHand(string text, SourceLocation location, string uri, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(location);
        return YamlOutline.Find(text, location.Line, location.Column) is { Entries.IsEmpty: false }
            ? $"{key}: {value}"
            : $"- {{{UriKey}: \"{uri}\", {key}: {value}}}";
    }

    private static ImmutableArray<TextEdit>? SetKey(string text, YamlPart map, string key, string value)
    {
        foreach (var (_, name, present) in map.Entries)
        {
            if (name == key)
            {
                return Replace(text, present, value) is { } replaced ? [replaced] : null;
            }
        }

        var (first, _, address) = map.Entries.FirstOrDefault(entry => entry.Name == UriKey);
        return (first, map.Form) switch
        {
            (null, _) => null,
            (_, YamlForm.BlockMap) => [LineAfter(text, address.End, first.Column, $"{key}: {value}")],
            (_, YamlForm.FlowPair) => [new(map.Start, 0, "{"), new(map.End, 0, $", {key}: {value}}}")],
            _ => [new(address.End, 0, $", {key}: {value}")],
        };
    }

    /// <summary>Puts a value in another one's place, in its quotes; one that is made of others stays.</summary>
    private static TextEdit? Replace(string text, YamlPart present, string value)
    {
        var (start, end) = present.Form == YamlForm.Quoted ? (present.Start + 1, present.End - 1) : (present.Start, present.End);
        return present.Form is not (YamlForm.Plain or YamlForm.Quoted) || text.AsSpan(start, end - start).Contains("${", StringComparison.Ordinal) ? null
            : new(start, end - start, start > 0 && text[start - 1] == ':' ? " " + value : value);
    }

    /// <summary>A line below the one in which something ends, and below its comment.</summary>
    private static TextEdit LineAfter(string text, int end, int column, string content)
    {
        var line = new string(' ', column - 1) + content;
        if (end > 0 && text[end - 1] == '\n')
        {
            // Text over several lines takes its last line's end with it.
            return new(end, 0, line + LineEnd(text, end - 1));
        }

        var next = text.AsSpan(end).IndexOfAny('\r', '\n');
        var place = next < 0 ? text.Length : end + next;
        return new(place, 0, LineEnd(text, place) + line);
    }

    /// <summary>The line end at a place; at the end of the text, the one that the text has elsewhere.</summary>
    private static string LineEnd(string text, int place)
    {
        var at = place < text.Length && text[place] is '\r' or '\n' ? place : text.AsSpan().IndexOfAny('\r', '\n');
        return at < 0 || text[at] == '\n' ? at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n"
            : at + 1 < text.Length && text[at + 1] == '\n' ? "\r\n" : "\r";
    }
}
