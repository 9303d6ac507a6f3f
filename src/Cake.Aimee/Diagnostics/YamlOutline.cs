using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cake.Aimee.Diagnostics;

/// <summary>Finds where values stand in a YAML text, so that it can be changed and keeps its comments and layout.</summary>
public sealed class YamlOutline
{
    private readonly string text;
    private readonly Parser parser;
    private readonly int line;
    private readonly int column;
    private YamlPart? found;

    private YamlOutline(string text, int line, int column) =>
        (this.text, parser, this.line, this.column) = (text, new Parser(new Scanner(new StringReader(text), skipComments: true)), line, column);

    /// <summary>The value that begins at a place: the outermost one when several do.</summary>
    /// <param name="text">The text; one that <see cref="YamlDocument"/> reads.</param>
    /// <param name="line">Line, counted from 1.</param>
    /// <param name="column">Column, counted from 1.</param>
    /// <returns>Where it stands; null when no value begins there, or the text can not be read.</returns>
    public static YamlPart? Find(string text, int line, int column)
    {
        var outline = new YamlOutline(text, line, column);
        try
        {
            while (outline.found is null && outline.parser.MoveNext())
            {
                if (outline.parser.Current is NodeEvent)
                {
                    outline.Read(flowDepth: 0);
                }
            }

            return outline.found;
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException or ArgumentException)
        {
            // As YamlDocument knows them: what is not well-formed has no places.
            return null;
        }
    }

    /// <summary>Reads the value whose first event is the current one, and stops at its last event.</summary>
    private YamlPart Read(int flowDepth)
    {
        var start = parser.Current!;
        var part = start switch
        {
            Scalar scalar => Part(scalar, scalar.End, FormOf(scalar), flowDepth),
            SequenceStart list => ReadList(list, flowDepth),
            MappingStart map => ReadMap(map, flowDepth),
            _ => Part(start, start.End, YamlForm.Alias, flowDepth),
        };
        if ((part.Line, part.Column) == (line, column))
        {
            // What is inside has been read before: the outermost comes last.
            found = part;
        }

        return part;
    }

    private YamlPart ReadList(SequenceStart list, int flowDepth)
    {
        var depth = flowDepth + (list.Style == SequenceStyle.Flow ? 1 : 0);
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            Read(depth);
        }

        return Part(list, parser.Current!.End, YamlForm.List, flowDepth);
    }

    private YamlPart ReadMap(MappingStart map, int flowDepth)
    {
        var depth = flowDepth + (map.Style == MappingStyle.Flow ? 1 : 0);
        var entries = ImmutableArray.CreateBuilder<(YamlPart Key, string Name, YamlPart Value)>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var name = (parser.Current as Scalar)?.Value ?? "";
            var key = Read(depth);
            parser.MoveNext();
            entries.Add((key, name, Read(depth)));
        }

        if (map.Style == MappingStyle.Flow && map.Start.Index == map.End.Index && text[(int)map.Start.Index] != '{' && entries.Count > 0)
        {
            // The parser gives a pair no place of its own.
            return entries[0].Key with { End = entries[^1].Value.End, Form = YamlForm.FlowPair, Entries = entries.DrainToImmutable() };
        }

        var form = map.Style == MappingStyle.Flow ? YamlForm.FlowMap : YamlForm.BlockMap;
        return Part(map, parser.Current!.End, form, flowDepth) with { Entries = entries.DrainToImmutable() };
    }

    private static YamlPart Part(ParsingEvent start, Mark end, YamlForm form, int flowDepth) =>
        new((int)start.Start.Index, (int)end.Index, (int)start.Start.Line, (int)start.Start.Column, form, flowDepth > 0);

    private static YamlForm FormOf(Scalar scalar) => scalar.Style switch
    {
        ScalarStyle.Plain => YamlForm.Plain,
        ScalarStyle.Literal or ScalarStyle.Folded => YamlForm.Block,
        _ => YamlForm.Quoted,
    };
}
