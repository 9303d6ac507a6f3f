using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>A known key of a map.</summary>
/// <typeparam name="TOwner">The record that the map becomes.</typeparam>
/// <param name="name">The key.</param>
/// <param name="description">What it means, for editors.</param>
/// <param name="isRequired">Whether it has to be there.</param>
internal abstract class Property<TOwner>(string name, string description, bool isRequired)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public bool IsRequired { get; } = isRequired;

    /// <summary>Reads the value into the record; a faulty one leaves the record as it is.</summary>
    public abstract TOwner Read(YamlNode node, ReadContext context, TOwner owner);

    /// <summary>The key, and those below it.</summary>
    public abstract IEnumerable<KeyDescription> Describe(string path);

    public abstract void WriteJson(Utf8JsonWriter writer);
}
