using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Artifacts;

/// <summary>An artifact's archive that is believed only after it was read.</summary>
internal static class VerifiedArchive
{
    private static readonly UnpackOptions Whole = new() { KeepModes = true, AllowSpecialFiles = true };

    /// <summary>Unpacks it into a directory that is made.</summary>
    /// <exception cref="AimeeException">It is not what its digest says, or can not be unpacked.</exception>
    public static async Task UnpackAsync(string archive, string digest, string directory, IProcessRunner runner, CancellationToken cancellationToken)
    {
        await CheckAsync(archive, digest, cancellationToken).ConfigureAwait(false);
        await Unpacker.UnpackAsync(archive, directory, Whole, runner, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads it all, and looks whether it is what it was.</summary>
    /// <exception cref="AimeeException">It is not.</exception>
    public static async Task CheckAsync(string archive, string digest, CancellationToken cancellationToken)
    {
        var actual = await DigestOfAsync(archive, cancellationToken).ConfigureAwait(false);
        if (actual != digest)
        {
            throw new AimeeException(
                $"{archive} is damaged: its SHA-256 is {actual}, and was {digest} when it was made. Remove it; it is then fetched or built again.");
        }
    }

    /// <summary>The SHA-256 of a file: 64 hexadecimal digits.</summary>
    public static async Task<string> DigestOfAsync(string path, CancellationToken cancellationToken) =>
        (await Checksums.ComputeAsync(path, [ChecksumAlgorithm.Sha256], cancellationToken).ConfigureAwait(false))[0].Hex;
}
