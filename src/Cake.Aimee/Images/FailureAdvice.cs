using System.Collections.Immutable;

namespace Cake.Aimee.Images;

/// <summary>The way out of failures that users meet often: those of every system, and those that a system knows of its tools.</summary>
internal static class FailureAdvice
{
    private static readonly ImmutableArray<KnownFailure> Everywhere =
    [
        new("No space left on device", FullDisk),
        new("have enough free space", FullDisk),
        new("Temporary failure resolving", NoNetwork),
        new("Could not resolve", NoNetwork),
        new("Could not connect", NoNetwork),
        new("Network is unreachable", NoNetwork),
    ];

    private const string FullDisk =
        "The disk is full. Make room where the tree's tmp directory and the engine's store are (buildah: "
        + "/var/lib/containers; docker: 'docker system df'), or put tmp elsewhere with 'paths: {tmp: …}', and run the same command again.";

    private const string NoNetwork =
        "The mirror can not be reached. Look at the network, at http_proxy, and at images.stage3.mirror in the config, and run the same command again: it goes on at this step.";

    /// <summary>What to do about a failure, or null when it is not known.</summary>
    /// <param name="message">What was said.</param>
    /// <param name="more">What the system knows beside.</param>
    internal static string? For(string message, ImmutableArray<KnownFailure> more) =>
        Everywhere.Concat(more).FirstOrDefault(known => message.Contains(known.Said, StringComparison.OrdinalIgnoreCase))?.Advice;
}
