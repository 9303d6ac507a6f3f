using System.Collections.Immutable;

namespace Cake.Aimee.Images;

/// <summary>How a system brings its userland.</summary>
/// <param name="Inputs">All that decides what is in it, by name: the system's part of the image's key.</param>
/// <param name="MakeAsync">
/// Brings the userland as an uncompressed tar archive and returns its path, below the work directory that it is
/// given. Whatever it has to verify is verified before it returns.
/// </param>
public sealed record Stage3Recipe(
    ImmutableSortedDictionary<string, string> Inputs,
    Func<Stage3Work, CancellationToken, Task<string>> MakeAsync)
{
    /// <summary>The command that a container of the userland runs when none is given.</summary>
    public ImmutableArray<string> Command { get; init; } = ["/bin/sh"];

    /// <summary>The commands in words, for the Containerfile that people read.</summary>
    public ImmutableArray<string> Explanation { get; init; } = [];
}
