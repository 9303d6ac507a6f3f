using System.Collections.Immutable;

namespace Cake.Aimee.Images;

/// <summary>How a system makes an image out of the one before it.</summary>
/// <param name="Steps">The steps, in order.</param>
public sealed record ImageRecipe(ImmutableArray<ImageStep> Steps)
{
    /// <summary>Environment of the image itself.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Environment of the steps alone.</summary>
    public ImmutableSortedDictionary<string, string> StepEnvironment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Caches that the steps see.</summary>
    public ImmutableArray<CacheMount> Caches { get; init; } = [];
}
