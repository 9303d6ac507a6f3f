using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Sources;

/// <summary>What is known of an archive in <c>sources/</c>: kept beside it, so that it need not be read again.</summary>
/// <param name="Size">Its size in bytes when it was read.</param>
/// <param name="Time">When it had last been changed then.</param>
/// <param name="Origin">For an archive out of a repository: the address and revision that it was made of; else empty.</param>
/// <param name="Checksums">Its checksums; they outlive the archive itself.</param>
internal sealed record KnownSource(long Size, DateTime Time, string Origin, ImmutableArray<Checksum> Checksums)
{
    /// <summary>Its checksum of a kind; null when it was not computed.</summary>
    public Checksum? this[ChecksumAlgorithm algorithm] => Checksums.FirstOrDefault(checksum => checksum.Algorithm == algorithm);

    /// <summary>Whether a file is still the one that was read.</summary>
    public bool IsOf(FileInfo file) => file.Exists && file.Length == Size && file.LastWriteTimeUtc == Time;

    /// <summary>Reads the note; null when there is none, or none that is understood.</summary>
    public static KnownSource? Read(string path)
    {
        if (!File.Exists(path) || File.ReadAllLines(path) is not [var size, var time, var origin, .. var checksums])
        {
            return null;
        }
        try
        {
            return long.TryParse(size, CultureInfo.InvariantCulture, out var bytes)
                && DateTime.TryParseExact(time, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var when)
                ? new(bytes, when, origin, [.. checksums.Select(Checksum.Parse)])
                : null;
        }
        catch (AimeeException)
        {
            // What was torn by a power cut, or changed by hand, is computed again.
            return null;
        }
    }

    /// <summary>Writes the note, whole.</summary>
    public void Write(string path)
    {
        string[] lines =
        [
            Size.ToString(CultureInfo.InvariantCulture),
            Time.ToString("O", CultureInfo.InvariantCulture),
            Origin,
            .. Checksums.Select(checksum => checksum.ToString()),
        ];
        PendingPath.WriteFile(path, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));
    }
}
