using System.Collections.Immutable;

namespace Cake.Aimee.Diagnostics;

/// <summary>Where a value of a YAML text begins and ends, and how it is written there.</summary>
/// <param name="Start">Index of its first character, anchor and tag included.</param>
/// <param name="End">Index after its last character.</param>
/// <param name="Line">Line of its first character, counted from 1.</param>
/// <param name="Column">Column of its first character, counted from 1.</param>
/// <param name="Form">How it is written.</param>
/// <param name="IsInFlow">Whether it stands in brackets or braces.</param>
public sealed record YamlPart(int Start, int End, int Line, int Column, YamlForm Form, bool IsInFlow)
{
    /// <summary>A map's keys, each with its value.</summary>
    public ImmutableArray<(YamlPart Key, string Name, YamlPart Value)> Entries { get; init; } = [];
}
