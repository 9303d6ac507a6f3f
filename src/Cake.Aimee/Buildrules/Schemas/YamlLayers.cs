using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>
/// Lays a file over another: maps merge, single values and lists replace, and <c>+key</c> on a list appends to the
/// list below.
/// </summary>
public static class YamlLayers
{
    /// <summary>Lays one map over another.</summary>
    /// <param name="lower">The map below; null for none.</param>
    /// <param name="upper">The map above.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <returns>Both together, at the place of the upper one; no key starts with <c>+</c>.</returns>
    public static YamlMapping Merge(YamlMapping? lower, YamlMapping upper, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(upper);
        if (lower is null && !HasAppended(upper))
        {
            return upper;
        }

        var entries = lower is null ? [] : lower.Entries.ToList();
        foreach (var (key, value) in upper.Entries)
        {
            var isAppended = IsAppended(key);
            var name = isAppended ? Unmarked(key) : key;
            var index = entries.FindIndex(entry => entry.Key.Value == name.Value);
            var below = index < 0 ? null : entries[index].Value;
            var merged = isAppended ? Append(key, below, value, diagnostics)
                : value is YamlMapping map ? Merge(below as YamlMapping, map, diagnostics)
                : value;
            if (index < 0)
            {
                entries.Add(new(name, merged));
            }
            else
            {
                entries[index] = new(name, merged);
            }
        }

        return new YamlMapping([.. entries], upper.File, upper.Line, upper.Column);
    }

    private static bool IsAppended(YamlScalar key) => key.Value.Length > 1 && key.Value[0] == '+';

    private static bool HasAppended(YamlMapping mapping)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            if (IsAppended(key) || (value is YamlMapping inner && HasAppended(inner)))
            {
                return true;
            }
        }

        return false;
    }

    private static YamlScalar Unmarked(YamlScalar key) =>
        new(key.Value[1..], key.IsPlain, key.IsBlock, key.File, key.Line, key.Column + 1);

    private static YamlNode Append(YamlScalar key, YamlNode? below, YamlNode value, DiagnosticBag diagnostics)
    {
        if (value is YamlSequence more && below is null or YamlSequence or YamlScalar { IsNull: true })
        {
            ImmutableArray<YamlNode> items = below is YamlSequence list ? [.. list.Items, .. more.Items] : more.Items;
            return new YamlSequence(items, more.File, more.Line, more.Column);
        }

        var culprit = value is YamlSequence ? $"'{key.Value[1..]}' in {below!.Location} is {below.Kind}" : $"this is {value.Kind}";
        diagnostics.Error(
            DiagnosticCodes.AppendToNoList,
            key.Location,
            $"'{key.Value}' appends a list to the list '{key.Value[1..]}', and {culprit}.",
            $"Write '{key.Value[1..]}' to replace it.");
        return value;
    }
}
