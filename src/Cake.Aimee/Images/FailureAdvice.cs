using System.Collections.Immutable;

namespace Cake.Aimee.Images;

/// <summary>The way out of failures that users meet often, known by what the tools say of them.</summary>
internal static class FailureAdvice
{
    private static readonly ImmutableArray<(string Said, string Advice)> Known =
    [
        ("No space left on device", FullDisk),
        ("have enough free space", FullDisk),
        ("Unable to locate package", "Look at the package's name: the config lists additional packages under images.packages."),
        ("has no installation candidate", "Look at the package's name: the config lists additional packages under images.packages."),
        ("there are no ebuilds to satisfy", "There is no such package, or it is of another version: look at images.packages and images.gentoo.versions in the config."),
        ("keyword changes are necessary", "Portage accepts no version of it that is stable: add the lines that it names to images.gentoo.package.accept_keywords."),
        ("USE changes are necessary", "Add the lines that Portage names to images.gentoo.package.use."),
        ("license changes are necessary", "Accept the licence: 'images: {gentoo: {make-conf: {ACCEPT_LICENSE: …}}}'."),
        ("does not have a Release file", "There is no such release on the mirror. Look at images.stage3.mirror and images.debian.suite in the config."),
        ("404  Not Found", "The mirror does not have what it lists. Look at images.stage3.mirror in the config, or try again later."),
        ("Temporary failure resolving", NoNetwork),
        ("Could not resolve", NoNetwork),
        ("Could not connect", NoNetwork),
        ("Network is unreachable", NoNetwork),
        ("NO_PUBKEY", "The mirror's signature is by a key that this machine does not have: install debian-archive-keyring."),
    ];

    private const string FullDisk =
        "The disk is full. Make room where the tree's tmp directory and the engine's store are (buildah: "
        + "/var/lib/containers; docker: 'docker system df'), or put tmp elsewhere with 'paths: {tmp: …}', and run the same command again.";

    private const string NoNetwork =
        "The mirror can not be reached. Look at the network, at http_proxy, and at images.stage3.mirror in the config, and run the same command again: it goes on at this step.";

    /// <summary>What to do about a failure, or null when it is not known.</summary>
    internal static string? For(string message) =>
        Known.FirstOrDefault(known => message.Contains(known.Said, StringComparison.OrdinalIgnoreCase)).Advice;
}
