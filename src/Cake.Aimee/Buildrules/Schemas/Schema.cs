using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>
/// What a value of a file may be. One model does both: it reads YAML nodes into typed values with every fault
/// reported, and it writes the JSON schema that editors complete from.
/// </summary>
/// <typeparam name="T">What the value becomes.</typeparam>
public abstract class Schema<T>
{
    /// <summary>What is expected, for a message: <c>a list of names</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="node">The value as it stands in the file.</param>
    /// <param name="context">Gets the faults, and knows the variables.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is a value; if not, a fault says why.</returns>
    public abstract bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value);

    /// <summary>What is expected, with what it is made of, for a reference: <c>a list, each a name</c>.</summary>
    internal virtual string Form => Expected;

    /// <summary>The keys of all maps that a value may hold, in their order.</summary>
    /// <param name="path">Where the value stands; empty for a file as a whole.</param>
    internal virtual IEnumerable<KeyDescription> Describe(string path) => [];

    /// <summary>Writes the members of the value's JSON schema (draft 2020-12) into an object that is already open.</summary>
    /// <param name="writer">Where to write.</param>
    public abstract void WriteJson(Utf8JsonWriter writer);
}
