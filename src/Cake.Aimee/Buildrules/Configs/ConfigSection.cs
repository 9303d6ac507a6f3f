using System.Text.Json;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Configs;

/// <summary>A part of a config that its owner brings: <c>images.NAME</c> belongs to the image system of that name.</summary>
public abstract class ConfigSection
{
    private protected ConfigSection(string name, string description) => (Name, Description) = (name, description);

    /// <summary>The key below <c>images</c>.</summary>
    public string Name { get; }

    /// <summary>What the section is for, for editors: one sentence.</summary>
    public string Description { get; }

    internal abstract Schema<object> Schema { get; }

    /// <summary>The section of a system that has nothing to be set: it may be chosen all the same.</summary>
    /// <param name="name">The system's name.</param>
    public static ConfigSection Empty(string name) =>
        new ConfigSection<object>(name, $"The {name} system has nothing to be set.", new MapSchema<object>(new()));
}

/// <summary>A part of a config that its owner brings, with the record that it becomes.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class ConfigSection<T> : ConfigSection
    where T : class
{
    private readonly MapSchema<T> schema;

    /// <summary>A section.</summary>
    /// <param name="name">The key below <c>images</c>.</param>
    /// <param name="description">What the section is for, for editors: one sentence.</param>
    /// <param name="schema">The section's keys, and the record when none is given.</param>
    public ConfigSection(string name, string description, MapSchema<T> schema)
        : base(name, description)
    {
        this.schema = schema;
        Schema = new Untyped(schema);
    }

    internal override Schema<object> Schema { get; }

    /// <summary>The section of a config.</summary>
    /// <param name="config">The config.</param>
    /// <returns>What it holds; the defaults when it is not there.</returns>
    public T In(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Images.Sections.TryGetValue(Name, out var value) ? (T)value : schema.Initial;
    }

    private sealed class Untyped(MapSchema<T> schema) : Schema<object>
    {
        public override string Expected => schema.Expected;

        public override bool TryRead(
            YamlNode node, ReadContext context, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out object value)
        {
            var isRead = schema.TryRead(node, context, out var typed);
            value = typed;
            return isRead;
        }

        internal override IEnumerable<KeyDescription> Describe(string path) => schema.Describe(path);

        public override void WriteJson(Utf8JsonWriter writer) => schema.WriteJson(writer);
    }
}
