using System.Collections.Immutable;
using System.Security.Cryptography;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>The keys that signatures are checked with, as gpgv takes them.</summary>
/// <param name="Path">The file with the keys in binary form.</param>
/// <param name="Origin">The file that they come from, for messages.</param>
/// <param name="Fingerprints">The primary keys that are trusted; empty for all in the file.</param>
internal sealed record Keyring(string Path, string Origin, ImmutableArray<string> Fingerprints)
{
    /// <summary>Gentoo's key for automated weekly releases (sec-keys/openpgp-keys-gentoo-release).</summary>
    internal const string ReleaseKey = "13EBBDBEDE7A12775DFDB1BABB572E0E2D182910";

    /// <summary>Where Gentoo and other distributions have the release keys.</summary>
    private static readonly ImmutableArray<string> Usual =
        ["/usr/share/openpgp-keys/gentoo-release.asc", "/usr/share/openpgp-keys/gentoo-release.gpg", "/usr/share/keyrings/gentoo-release.gpg"];

    /// <summary>Opens the config's keyring, in which every key is trusted, or the distribution's, in which the release key is.</summary>
    /// <param name="configured">Absolute path from the config, or null.</param>
    /// <param name="directory">Where a keyring in text form is put in binary form.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">There is none.</exception>
    internal static async Task<Keyring> OpenAsync(string? configured, string directory, CancellationToken cancellationToken)
    {
        var origin = Find(configured) ?? throw new AimeeException(Missing(configured));
        var bytes = await File.ReadAllBytesAsync(origin, cancellationToken).ConfigureAwait(false);
        var path = System.IO.Path.Combine(directory, "keyring.gpg");
        await File.WriteAllBytesAsync(path, OpenPgpKeys.Plain(origin, bytes), cancellationToken).ConfigureAwait(false);
        return new(path, origin, configured is null ? [ReleaseKey] : []);
    }

    /// <summary>
    /// What says whom a stage3 is believed from: the fingerprints, so that a key that was merely prolonged makes no other
    /// image.
    /// </summary>
    /// <param name="configured">Absolute path from the config, or null.</param>
    internal static string Trusted(string? configured) => configured is null ? ReleaseKey
        : !File.Exists(configured) ? "none"
        : Keys(configured) is { IsEmpty: false } keys ? string.Join(' ', keys.Order(StringComparer.Ordinal))
        : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(configured)));

    /// <summary>In words, which file would be used and which key would be believed.</summary>
    /// <param name="configured">Absolute path from the config, or null.</param>
    /// <exception cref="AimeeException">The file is broken.</exception>
    internal static string Describe(string? configured)
    {
        if (Find(configured) is not { } file)
        {
            return Missing(configured);
        }

        var keys = Keys(file);
        return configured is not null ? $"{file}: every key in it is trusted ({(keys.IsEmpty ? "none can be read" : string.Join(", ", keys))})"
            : keys.Contains(ReleaseKey) ? $"{file}: {ReleaseKey} is trusted, Gentoo's key for its weekly releases"
            : $"{file}: {ReleaseKey} would be trusted, and is not in it";
    }

    /// <summary>Whether a signature by a key is believed.</summary>
    internal bool Trusts(string fingerprint) => Fingerprints.IsEmpty || Fingerprints.Contains(fingerprint, StringComparer.Ordinal);

    /// <summary>The file that would be used; null when there is none.</summary>
    private static string? Find(string? configured) =>
        configured is null ? Usual.FirstOrDefault(File.Exists) : File.Exists(configured) ? configured : null;

    private static ImmutableArray<string> Keys(string file) => OpenPgpKeys.Fingerprints(OpenPgpKeys.Plain(file, File.ReadAllBytes(file)));

    private static string Missing(string? configured) =>
        $"There is no keyring to verify the stage3 with: {(configured is null ? $"none of {string.Join(", ", Usual)} is here" : $"{configured} is not here")}. "
        + $"Export Gentoo's release key {ReleaseKey} to a file (https://www.gentoo.org/downloads/signatures/) and name it in the config: 'images: {{stage3: {{keyring: FILE}}}}'.";
}
