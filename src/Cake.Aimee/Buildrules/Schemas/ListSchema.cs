using System.Collections.Immutable;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>A list whose entries are all of one kind.</summary>
/// <typeparam name="T">What an entry becomes.</typeparam>
/// <param name="entry">What an entry may be.</param>
public sealed class ListSchema<T>(Schema<T> entry) : Schema<ImmutableArray<T>>
{
    /// <inheritdoc/>
    public override string Expected => "a list";

    internal override string Form => $"a list, each {entry.Form}";

    internal override IEnumerable<KeyDescription> Describe(string path) => entry.Describe($"{path}[]");

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, ReadContext context, out ImmutableArray<T> value)
    {
        ArgumentNullException.ThrowIfNull(context);
        value = [];
        if (node is not YamlSequence sequence)
        {
            context.WrongType(node, Expected);
            return false;
        }

        var entries = ImmutableArray.CreateBuilder<T>(sequence.Items.Length);
        foreach (var item in sequence.Items)
        {
            if (entry.TryRead(item, context, out var read))
            {
                entries.Add(read);
            }
        }

        value = entries.DrainToImmutable();
        return true;
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        entry.WriteJson(writer);
        writer.WriteEndObject();
    }
}
