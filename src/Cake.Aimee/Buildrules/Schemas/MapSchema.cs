using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>A map with known keys, which becomes a record. Immutable: <see cref="With"/> returns another one.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class MapSchema<T> : Schema<T>
{
    private readonly T initial;
    private readonly ImmutableArray<Property<T>> properties;

    /// <summary>A map without keys.</summary>
    /// <param name="initial">The record when no key is given: the defaults.</param>
    public MapSchema(T initial)
        : this(initial, [])
    {
    }

    private MapSchema(T initial, ImmutableArray<Property<T>> properties) => (this.initial, this.properties) = (initial, properties);

    /// <inheritdoc/>
    public override string Expected => "a map";

    /// <summary>The record when no key is given.</summary>
    public T Initial => initial;

    /// <summary>The known keys, in their order.</summary>
    public IEnumerable<string> Keys => properties.Select(property => property.Name);

    /// <summary>Adds a key.</summary>
    /// <typeparam name="TValue">What the key's value becomes.</typeparam>
    /// <param name="name">The key.</param>
    /// <param name="description">What it means, for editors: one sentence.</param>
    /// <param name="schema">What its value may be.</param>
    /// <param name="assign">Puts the value into the record.</param>
    /// <param name="required">Whether the key has to be there.</param>
    /// <returns>The map with the key.</returns>
    public MapSchema<T> With<TValue>(
        string name, string description, Schema<TValue> schema, Func<T, TValue, T> assign, bool required = false) =>
        new(initial, properties.Add(new TypedProperty<TValue>(name, description, required, schema, assign)));

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (node is not YamlMapping mapping)
        {
            value = default;
            context.WrongType(node, Expected);
            return false;
        }

        var (key, result) = (context.Key, initial);
        foreach (var entry in mapping.Entries)
        {
            result = ReadEntry(entry.Key, entry.Value, context, result);
        }

        context.Key = key;
        if (context.Variables is not null)
        {
            CheckRequired(mapping, context);
        }

        value = result;
        return true;
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var property in properties)
        {
            writer.WriteStartObject(property.Name);
            writer.WriteString("description", property.Description);
            property.WriteJson(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (properties.Any(property => property.IsRequired))
        {
            writer.WriteStartArray("required");
            foreach (var property in properties.Where(property => property.IsRequired))
            {
                writer.WriteStringValue(property.Name);
            }

            writer.WriteEndArray();
        }

        // +key appends to the list of the layer below.
        writer.WriteStartObject("patternProperties");
        writer.WriteStartObject("^\\+");
        writer.WriteString("type", "array");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteBoolean("additionalProperties", false);
    }

    internal override IEnumerable<KeyDescription> Describe(string path) => properties
        .Where(property => property.Name[0] != '$')
        .SelectMany(property => property.Describe(path.Length == 0 ? property.Name : $"{path}.{property.Name}"));

    private T ReadEntry(YamlScalar key, YamlNode value, ReadContext context, T result)
    {
        // A layer may say +key; once layers are merged it is the key itself.
        var name = context.Variables is null ? key.Value.TrimStart('+') : key.Value;
        foreach (var property in properties)
        {
            if (property.Name == name)
            {
                context.Key = name;
                return value is YamlScalar { IsNull: true } ? result : property.Read(value, context, result);
            }
        }

        context.Diagnostics.Error(
            DiagnosticCodes.UnknownKey,
            key.Location,
            $"The key '{ReadContext.Shorten(key.Value)}' is not known here.",
            Nearest.Suggestion(name, Keys.Where(known => known[0] != '$')));
        return result;
    }

    private void CheckRequired(YamlMapping mapping, ReadContext context)
    {
        foreach (var property in properties)
        {
            if (property.IsRequired && mapping.Find(property.Name) is null or YamlScalar { IsNull: true })
            {
                context.Diagnostics.Error(
                    DiagnosticCodes.MissingKey,
                    mapping.Find(property.Name)?.Location ?? mapping.Location,
                    $"The key '{property.Name}' is missing.",
                    $"Add '{property.Name}: …': {property.Description}");
            }
        }
    }

    private sealed class TypedProperty<TValue>(
        string name, string description, bool isRequired, Schema<TValue> schema, Func<T, TValue, T> assign)
        : Property<T>(name, description, isRequired)
    {
        public override T Read(YamlNode node, ReadContext context, T owner) =>
            schema.TryRead(node, context, out var value) ? assign(owner, value) : owner;

        public override IEnumerable<KeyDescription> Describe(string path) =>
            schema.Describe(path).Prepend(new(path, schema.Form, Description, IsRequired));

        public override void WriteJson(Utf8JsonWriter writer) => schema.WriteJson(writer);
    }
}
