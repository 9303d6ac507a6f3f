using System.Collections.Immutable;

namespace Cake.Aimee.Diagnostics;

/// <summary>A list of a YAML file.</summary>
public sealed class YamlSequence : YamlNode
{
    /// <summary>A list at its place.</summary>
    /// <param name="items">The entries, in order.</param>
    /// <param name="file">The file, as the user would name it.</param>
    /// <param name="line">Line, counted from 1.</param>
    /// <param name="column">Column, counted from 1.</param>
    public YamlSequence(ImmutableArray<YamlNode> items, string file, int line, int column)
        : base(file, line, column) => Items = items;

    /// <summary>The entries, in order.</summary>
    public ImmutableArray<YamlNode> Items { get; }

    /// <inheritdoc/>
    public override string Kind => "a list";
}
