using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cake.Aimee.Diagnostics;

/// <summary>
/// Reads one YAML document (YAML 1.2) into nodes that know where they stand. Text is kept as text: <c>1.10</c> and
/// <c>no</c> stay what they are. Input that would grow (aliases of aliases) or nest without bounds is refused.
/// </summary>
public sealed class YamlDocument
{
    /// <summary>How deep lists and maps may nest.</summary>
    public const int MaximumDepth = 64;

    private readonly string file;
    private readonly string text;
    private readonly DiagnosticBag diagnostics;
    private readonly Scanner scanner;
    private readonly Parser parser;
    private Dictionary<string, Anchored>? anchors;
    private int expanded;
    private int read;

    private YamlDocument(string text, string file, DiagnosticBag diagnostics)
    {
        (this.text, this.file, this.diagnostics) = (text, file, diagnostics);
        scanner = new Scanner(new StringReader(text), skipComments: true);
        parser = new Parser(scanner);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">Its file, as the user would name it.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <returns>The document's value; null when it is empty or can not be read.</returns>
    public static YamlNode? Parse(string text, string file, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var document = new YamlDocument(text, file, diagnostics);
        try
        {
            return document.ReadDocument();
        }
        catch (Refused)
        {
            return null;
        }
        catch (YamlException exception)
        {
            document.ReportSyntax(exception.Start, exception.Message);
            return null;
        }
        catch (InvalidOperationException)
        {
            // The scanner's own answer to brackets that are not closed before a less indented line.
            document.ReportSyntax(document.LastPlace, "Found a bracket or brace that is not closed.");
            return null;
        }
        catch (ArgumentException)
        {
            document.ReportSyntax(document.LastPlace, "Found a tag, anchor or alias that is not well-formed.");
            return null;
        }
    }

    private YamlNode? ReadDocument()
    {
        Next<StreamStart>();
        if (!parser.MoveNext() || parser.Current is StreamEnd)
        {
            return null;
        }

        parser.MoveNext();
        var node = ReadNode(0);
        Next<DocumentEnd>();
        if (parser.MoveNext() && parser.Current is DocumentStart second)
        {
            throw Refuse(DiagnosticCodes.YamlFeature, second, "The file holds a second document.", "Keep one document a file.");
        }

        return node is YamlScalar { IsNull: true } ? null : node;
    }

    private void Next<T>()
    {
        if (!parser.MoveNext() || parser.Current is not T)
        {
            throw new YamlException(scanner.CurrentPosition, scanner.CurrentPosition, "Found an unexpected end.");
        }
    }

    /// <summary>Reads the node whose first event is the current one, and stops at its last event.</summary>
    private YamlNode ReadNode(int depth)
    {
        read++;
        if (depth > MaximumDepth)
        {
            throw Refuse(DiagnosticCodes.YamlTooDeep, parser.Current!, $"The value is nested more than {MaximumDepth} deep.");
        }

        if (parser.Current is AnchorAlias alias)
        {
            return ReadAlias(alias);
        }

        if (parser.Current is not NodeEvent start)
        {
            // What the parser makes of an empty key in the wrong column.
            throw new YamlException(LastPlace, LastPlace, "Did not find an expected value.");
        }

        CheckTag(start);
        var before = read;
        var name = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (name is not null)
        {
            (anchors ??= [])[name] = default;
        }

        YamlNode node = start switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadSequence(start, depth),
            _ => ReadMapping(start, depth),
        };
        if (name is not null)
        {
            anchors![name] = new Anchored(node, read - before + 1 + (((node as YamlScalar)?.Value.Length ?? 0) / 16));
        }

        return node;
    }

    private YamlScalar ReadScalar(Scalar scalar) => new(
        scalar.Value,
        scalar.Style == ScalarStyle.Plain,
        scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded,
        file,
        (int)scalar.Start.Line,
        (int)scalar.Start.Column);

    private YamlSequence ReadSequence(NodeEvent start, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlSequence(items.DrainToImmutable(), file, (int)start.Start.Line, (int)start.Start.Column);
    }

    private YamlMapping ReadMapping(NodeEvent start, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<YamlScalar, YamlNode>>();
        var keys = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            if (ReadNode(depth + 1) is not YamlScalar key)
            {
                throw Refuse(DiagnosticCodes.YamlFeature, parser.Current!, "A key is a list or a map.", "Keys are single words.");
            }

            parser.MoveNext();
            var value = ReadNode(depth + 1);
            if (keys.TryAdd(key.Value, key))
            {
                entries.Add(new(key, value));
            }
            else
            {
                diagnostics.Error(
                    DiagnosticCodes.YamlDuplicateKey,
                    key.Location,
                    $"The key '{key.Value}' stands already in line {keys[key.Value].Line}.",
                    "Keep one of them.");
            }
        }

        // A pair in brackets ([a: b]) starts at its key: the parser gives it no place of its own.
        var isPair = start.Start.Index == start.End.Index && text[(int)start.Start.Index] != '{' && entries.Count > 0;
        var (line, column) = isPair ? (entries[0].Key.Line, entries[0].Key.Column) : ((int)start.Start.Line, (int)start.Start.Column);
        return new YamlMapping(entries.DrainToImmutable(), file, line, column);
    }

    /// <summary>An alias is the anchored node itself; what it would be when written out counts against a limit.</summary>
    private YamlNode ReadAlias(AnchorAlias alias)
    {
        if (anchors is null || !anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            throw Refuse(
                DiagnosticCodes.YamlAlias, alias, $"There is no anchor '&{alias.Value}' before this alias.",
                Nearest.Suggestion(alias.Value.Value, anchors?.Keys ?? Enumerable.Empty<string>()));
        }

        if (anchored.Node is null)
        {
            throw Refuse(DiagnosticCodes.YamlAlias, alias, $"The alias '*{alias.Value}' stands inside its own anchor.");
        }

        read += anchored.Size;
        expanded += anchored.Size;
        if (expanded > 10_000)
        {
            throw Refuse(DiagnosticCodes.YamlAlias, alias, "The file's aliases expand to more than 10,000 values.");
        }

        return anchored.Node;
    }

    private void CheckTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty && node.Tag.Value is not ("!" or "tag:yaml.org,2002:str" or "tag:yaml.org,2002:seq" or "tag:yaml.org,2002:map"))
        {
            throw Refuse(DiagnosticCodes.YamlFeature, node, $"The tag '{node.Tag}' is not read here.", "Leave the tag out.");
        }
    }

    private Refused Refuse(DiagnosticCode code, ParsingEvent at, string message, string? suggestion = null)
    {
        diagnostics.Error(code, Place(at.Start), message, suggestion);
        return new Refused();
    }

    /// <summary>The end of what was read last: the scanner itself is ahead of it.</summary>
    private Mark LastPlace => parser.Current?.End ?? scanner.CurrentPosition;

    private SourceLocation Place(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    private void ReportSyntax(Mark mark, string message)
    {
        var last = message.Contains(" tab ", StringComparison.Ordinal) ? int.MaxValue : (int)mark.Line;
        if (FindTab((int)mark.Line, last) is { } tab)
        {
            diagnostics.Error(
                DiagnosticCodes.YamlTab, tab, "The line is indented with a tab, which YAML does not allow.", "Use spaces.");
            return;
        }

        diagnostics.Error(DiagnosticCodes.YamlSyntax, Place(mark), $"This is not YAML. {message}");
    }

    /// <summary>The first tab that indents a line, from one line to another.</summary>
    private SourceLocation? FindTab(int first, int last)
    {
        var line = 0;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            line++;
            var indentation = content.Length - content.TrimStart().Length;
            if (line >= first && line <= last && content[..indentation].IndexOf('\t') is >= 0 and var column)
            {
                return new(file, line, column + 1);
            }
        }

        return null;
    }

    /// <summary>A node with a name, and how many values it is; no node while it is being read.</summary>
    private readonly record struct Anchored(YamlNode? Node, int Size);

    /// <summary>Leaves the document after the fault has been reported.</summary>
    private sealed class Refused : Exception;
}
