using System.Collections.Immutable;

namespace Cake.Aimee.Images;

/// <summary>One step of making an image.</summary>
/// <param name="Name">Short name, by which logs and messages call it: lower-case words with dashes.</param>
/// <param name="Script">POSIX shell that runs in the working container as root, with <c>set -eu</c> and network.</param>
public sealed record ImageStep(string Name, string Script)
{
    /// <summary>Files that are put into the image first.</summary>
    public ImmutableArray<ImageFile> Files { get; init; } = [];

    /// <summary>
    /// Whether what the step made is kept on its own, so that a chain that breaks later goes on after it. The last
    /// step of an image needs it not: the image itself is kept.
    /// </summary>
    public bool Commit { get; init; } = true;

    /// <summary>
    /// Whether the step is what the user's own package list asks for; a failure then names the config key to look at.
    /// </summary>
    public string? ConfigKey { get; init; }

    /// <summary>
    /// Logs that tools leave in the image, as absolute patterns of the shell. They are brought out into the image's
    /// log directory when the step ends, well or not; on failure the end of the newest is shown.
    /// </summary>
    public ImmutableArray<string> Logs { get; init; } = [];
}
