using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Reads DIGESTS files: a line <c># BLAKE2B HASH</c>, then <c>hex  file</c> for each file.</summary>
internal static class Stage3Digests
{
    /// <summary>The checksums of a file, out of the signed text: BLAKE2B and SHA512 have to be there.</summary>
    /// <exception cref="AimeeException">They are not; the message says which files are named instead.</exception>
    internal static ImmutableArray<Checksum> Read(string text, string file)
    {
        var (algorithm, found, others) = ("", ImmutableArray.CreateBuilder<Checksum>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith('#'))
            {
                algorithm = line.Trim('#', ' ').Split(' ')[0];
            }
            else if (line.Split("  ", 2) is [var hex, var name] && algorithm.ToUpperInvariant() is "BLAKE2B" or "SHA512")
            {
                others.Add(name);
                if (name == file)
                {
                    found.Add(Checksum.Parse(algorithm, hex));
                }
            }
        }

        return new[] { ChecksumAlgorithm.Blake2b, ChecksumAlgorithm.Sha512 }.All(wanted => found.Any(checksum => checksum.Algorithm == wanted))
            ? found.ToImmutable()
            : throw new AimeeException(
                $"{file}.DIGESTS has no BLAKE2B and SHA512 of {file}: it names {(others.Count == 0 ? "no file" : string.Join(", ", others))}. Nothing was imported.");
    }
}
