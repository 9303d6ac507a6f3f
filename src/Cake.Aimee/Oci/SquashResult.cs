using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>What a squash has made.</summary>
/// <param name="Images">The images, one for each platform that was squashed.</param>
/// <param name="Warnings">What was doubtful about the input.</param>
public sealed record SquashResult(ImmutableArray<SquashedImage> Images, ImmutableArray<string> Warnings);
