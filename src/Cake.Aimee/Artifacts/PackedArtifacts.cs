using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts;

/// <summary>Artifacts that were made of an install root.</summary>
/// <param name="Sidecars">The package's own first, then the splits in their order.</param>
/// <param name="Warnings">What is odd but no error, a sentence each: a split's pattern that nothing matches.</param>
public sealed record PackedArtifacts(ImmutableArray<ArtifactSidecar> Sidecars, ImmutableArray<string> Warnings);
