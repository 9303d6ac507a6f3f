using System.Collections.Immutable;

namespace Cake.Aimee.Planning.Keys;

/// <summary>
/// What a stage's result follows from, as one value: equal keys mean equal results, here and on every other machine.
/// Job counts, secrets, clocks and the place of the tree are never in it.
/// </summary>
/// <param name="Value">The SHA-256 over the parts, in hexadecimal digits.</param>
/// <param name="Parts">What went into it, by name.</param>
public sealed record StageKey(string Value, ImmutableArray<KeyPart> Parts)
{
    /// <summary>What is different from a former key of the stage.</summary>
    /// <param name="former">The former key's parts.</param>
    /// <returns>The names of parts that are other, new or gone, in the order of the names.</returns>
    public ImmutableArray<string> ChangesSince(ImmutableArray<KeyPart> former)
    {
        var before = former.ToDictionary(part => part.Name, part => part.Digest, StringComparer.Ordinal);
        var now = Parts.ToDictionary(part => part.Name, part => part.Digest, StringComparer.Ordinal);
        return
        [
            .. before.Keys.Union(now.Keys)
                .Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name))
                .Select(name => !before.ContainsKey(name) ? $"{name} (new)" : !now.ContainsKey(name) ? $"{name} (gone)" : name)
                .Order(StringComparer.Ordinal),
        ];
    }
}
