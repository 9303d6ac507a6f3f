using System.Collections;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cake.Aimee.Pipelines;

/// <summary>Writes maps, lists and texts as YAML that says nothing else to readers of YAML 1.1 than to those of 1.2.</summary>
internal static partial class Yaml
{
    /// <summary>Writes a document.</summary>
    /// <param name="root">Maps (<see cref="IDictionary"/>), lists, texts, whole numbers and booleans.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(IDictionary root, TextWriter output)
    {
        var emitter = new Emitter(output, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, indentSequences: true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(root, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Write(object value, Emitter emitter)
    {
        switch (value)
        {
            case IDictionary map:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, MappingStyle.Block));
                foreach (DictionaryEntry entry in map)
                {
                    Write(entry.Key, emitter);
                    Write(entry.Value!, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case string text:
                emitter.Emit(new Scalar(null, null, text, StyleOf(text), isPlainImplicit: true, isQuotedImplicit: true));
                break;
            case IEnumerable list:
                var items = list.Cast<object>().ToList();
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, items.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                items.ForEach(item => Write(item, emitter));
                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(new Scalar(null, null, FormattableString.Invariant($"{value}").ToLowerInvariant(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    private static ScalarStyle StyleOf(string text) =>
        Plain().IsMatch(text) && !Word().IsMatch(text) ? ScalarStyle.Plain
        : text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
        : ScalarStyle.SingleQuoted;

    /// <summary>Texts that no reader takes for anything else, <see cref="Word"/> excepted.</summary>
    [GeneratedRegex(@"^[A-Za-z./$](?:[\w ./@+,=${}()*-]|:(?! )|&&)*(?<! |:)\z")]
    private static partial Regex Plain();

    /// <summary>What is a boolean or nothing to some readers.</summary>
    [GeneratedRegex("^(?:true|false|yes|no|y|n|on|off|null|[.]nan|[.]inf)\\z", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
