using System.Collections.Immutable;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>What became of pins: the texts that the files of the tree have with them, not yet written.</summary>
/// <param name="Texts">The new texts, by absolute path.</param>
/// <param name="Unwritten">What is in none of them.</param>
public sealed record PinnedRules(ImmutableSortedDictionary<string, string> Texts, ImmutableArray<UnwrittenPin> Unwritten);
