using System.Collections.Immutable;
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
        var origin = Find(configured) ?? throw new AimeeException(
            $"There is no keyring to verify the stage3 with: {(configured is null ? $"none of {string.Join(", ", Usual)} is here" : $"{configured} is not here")}. "
            + $"Export Gentoo's release key {ReleaseKey} to a file (https://www.gentoo.org/downloads/signatures/) and name it in the config: 'images: {{stage3: {{keyring: FILE}}}}'.");
        var bytes = await File.ReadAllBytesAsync(origin, cancellationToken).ConfigureAwait(false);
        var path = System.IO.Path.Combine(directory, "keyring.gpg");
        await File.WriteAllBytesAsync(path, Plain(origin, bytes), cancellationToken).ConfigureAwait(false);
        return new(path, origin, configured is null ? [ReleaseKey] : []);
    }

    /// <summary>The file that would be used; null when there is none.</summary>
    internal static string? Find(string? configured) =>
        configured is null ? Usual.FirstOrDefault(File.Exists) : File.Exists(configured) ? configured : null;

    /// <summary>Whether a signature by a key is believed.</summary>
    internal bool Trusts(string fingerprint) => Fingerprints.IsEmpty || Fingerprints.Contains(fingerprint, StringComparer.Ordinal);

    /// <summary>gpgv reads no ASCII armor (RFC 9580 §6.2): headers, an empty line, base64, and a checksum after '='.</summary>
    private static byte[] Plain(string origin, byte[] bytes)
    {
        if (!bytes.AsSpan().StartsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----"u8))
        {
            return bytes;
        }

        var plain = new List<byte>();
        var text = System.Text.Encoding.ASCII.GetString(bytes).ReplaceLineEndings("\n");
        foreach (var block in text.Split("-----BEGIN PGP PUBLIC KEY BLOCK-----\n", StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var body = block[..block.IndexOf("-----END", StringComparison.Ordinal)];
                var lines = body[(body.StartsWith('\n') ? 1 : body.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Split('\n');
                plain.AddRange(Convert.FromBase64String(string.Concat(lines.TakeWhile(line => !line.StartsWith('=')))));
            }
            catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
            {
                throw new AimeeException($"The keyring {origin} is broken: it begins as ASCII armor and does not go on so. Export the key again.", exception);
            }
        }

        return [.. plain];
    }
}
