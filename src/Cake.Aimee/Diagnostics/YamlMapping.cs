using System.Collections.Immutable;

namespace Cake.Aimee.Diagnostics;

/// <summary>A map of a YAML file: keys are text, each is there once, and the order is the file's.</summary>
public sealed class YamlMapping : YamlNode
{
    /// <summary>A map at its place.</summary>
    /// <param name="entries">Keys and values, in order.</param>
    /// <param name="file">The file, as the user would name it.</param>
    /// <param name="line">Line, counted from 1.</param>
    /// <param name="column">Column, counted from 1.</param>
    public YamlMapping(ImmutableArray<KeyValuePair<YamlScalar, YamlNode>> entries, string file, int line, int column)
        : base(file, line, column) => Entries = entries;

    /// <summary>Keys and values, in order.</summary>
    public ImmutableArray<KeyValuePair<YamlScalar, YamlNode>> Entries { get; }

    /// <inheritdoc/>
    public override string Kind => "a map";

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value, or null when the key is not there.</returns>
    public YamlNode? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Value == key)
            {
                return entry.Value;
            }
        }

        return null;
    }
}
