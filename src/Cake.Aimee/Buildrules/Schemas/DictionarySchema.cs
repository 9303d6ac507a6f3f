using System.Collections.Immutable;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>A map whose keys are the user's own.</summary>
/// <typeparam name="T">What a value becomes.</typeparam>
/// <param name="value">What a value may be.</param>
/// <param name="keyPattern">What a key must look like, as a regular expression of JSON schema.</param>
/// <param name="isKey">Whether a text is a key.</param>
/// <param name="expectedKey">What a key must be, for a message.</param>
/// <param name="suggestKey">What to write instead of a text that is no key.</param>
public sealed class DictionarySchema<T>(
    Schema<T> value, string keyPattern, Func<string, bool> isKey, string expectedKey, Func<string, string?>? suggestKey = null)
    : Schema<ImmutableSortedDictionary<string, T>>
{
    private static readonly ImmutableSortedDictionary<string, T> Empty =
        ImmutableSortedDictionary<string, T>.Empty.WithComparers(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Expected => "a map";

    internal override string Form => $"a map of {expectedKey} to {value.Form}";

    internal override IEnumerable<KeyDescription> Describe(string path) => value.Describe($"{path}.*");

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, ReadContext context, out ImmutableSortedDictionary<string, T> result)
    {
        ArgumentNullException.ThrowIfNull(context);
        result = Empty;
        if (node is not YamlMapping mapping)
        {
            context.WrongType(node, Expected);
            return false;
        }

        var (key, entries) = (context.Key, Empty.ToBuilder());
        foreach (var entry in mapping.Entries)
        {
            if (!isKey(entry.Key.Value))
            {
                context.Invalid(entry.Key, $"a map whose keys are each {expectedKey}", suggestKey?.Invoke(entry.Key.Value));
                continue;
            }

            context.Key = entry.Key.Value;
            if (value.TryRead(entry.Value, context, out var read))
            {
                entries[entry.Key.Value] = read;
            }

            context.Key = key;
        }

        result = entries.ToImmutable();
        return true;
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("type", "object");
        writer.WriteStartObject("patternProperties");
        writer.WriteStartObject(keyPattern);
        value.WriteJson(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteBoolean("additionalProperties", false);
    }
}
