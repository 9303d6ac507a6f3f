using System.Collections.Frozen;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Archives;

/// <summary>
/// Unpacks archives: tar, also compressed (gzip, zstd; bzip2, xz, lzip and compress through their programs), and zip.
/// Nothing is ever written outside of the directory: absolute paths, paths that lead upwards or through a symbolic
/// link, and links to what is not there are refused, with the entry's name. Everything belongs to the caller; modes and
/// times do not depend on the umask or the clock.
/// </summary>
public static class Unpacker
{
    private const int CopyBuffer = 256 * 1024;
    private const int SoonEnough = 64 * 1024 * 1024;

    private static readonly FrozenDictionary<ArchiveKind, SystemProgram> ProgramsOf = new Dictionary<ArchiveKind, SystemProgram>
    {
        [ArchiveKind.Bzip2] = new("bzip2", "bzip2", "unpacks .bz2 archives"),
        [ArchiveKind.Xz] = new("xz", "xz-utils", "unpacks .xz archives"),
        [ArchiveKind.Lzip] = new("lzip", "lzip", "unpacks .lz archives"),
        [ArchiveKind.Compress] = new("gzip", "gzip", "unpacks .Z archives"),
    }.ToFrozenDictionary();

    /// <summary>Whether a file is an archive to be unpacked, by its name. A <c>.jar</c> is not one, nor is a patch that is compressed.</summary>
    /// <param name="fileName">The file's name.</param>
    public static bool IsArchive(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return ArchiveKinds.IsArchiveName(fileName);
    }

    /// <summary>
    /// Unpacks an archive. What the directory held before stays, but for what the archive holds too. After an error it
    /// holds a part.
    /// </summary>
    /// <param name="archive">The archive; what it is, its content says.</param>
    /// <param name="directory">Where it is unpacked; it is made when it is not there.</param>
    /// <param name="options">How modes are set, and what may be made.</param>
    /// <param name="runner">Runs the programs that decompress.</param>
    /// <param name="cancellationToken">Gives up between two pieces.</param>
    /// <exception cref="AimeeException">
    /// The archive is none, damaged, truncated or encrypted, an entry is refused, the disk is full, or a program is
    /// missing. The message names archive and entry.
    /// </exception>
    public static async Task UnpackAsync(
        string archive, string directory, UnpackOptions options, IProcessRunner runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(runner);
        try
        {
            var kind = Detect(archive);
            using var target = new UnpackDirectory(directory, options);
            await (ProgramsOf.TryGetValue(kind, out var program)
                ? UnpackThroughAsync(program, archive, target, runner, cancellationToken)
                : Task.Run(() => Unpack(kind, archive, target, cancellationToken), cancellationToken)).ConfigureAwait(false);
            target.Complete();
        }
        catch (InvalidDataException exception)
        {
            throw new AimeeException($"{archive}: the archive is damaged: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"{archive}: can not be unpacked into {directory}: {exception.Message}", exception);
        }
    }

    private static ArchiveKind Detect(string archive)
    {
        using var file = File.OpenRead(archive);
        Span<byte> start = stackalloc byte[TarField.BlockSize];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var kind = ArchiveKinds.Detect(start);
        return kind != ArchiveKind.Unknown
            ? kind
            : throw new AimeeException($"{archive} is no archive that can be unpacked (tar, also compressed, or zip): {ArchiveKinds.Describe(start)}.");
    }

    private static void Unpack(ArchiveKind kind, string archive, UnpackDirectory target, CancellationToken cancellationToken)
    {
        using var file = new FileStream(archive, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        if (kind == ArchiveKind.Zip)
        {
            new ZipUnpacker(archive, target).Unpack(file, cancellationToken);
            return;
        }

        var compression = kind switch
        {
            ArchiveKind.Gzip => Compression.Gzip,
            ArchiveKind.Zstd => Compression.Zstd,
            _ => Compression.None,
        };
        using var content = Decompression.Open(file, compression);
        new TarUnpacker(archive, target).Unpack(content, cancellationToken);
    }

    private static async Task UnpackThroughAsync(
        SystemProgram program, string archive, UnpackDirectory target, IProcessRunner runner, CancellationToken cancellationToken)
    {
        CompressionPrograms.Require(program, archive);
        AimeeException? fault = null;
        var request = ProcessRequest.Of(program.Name, "--decompress", "--stdout") with
        {
            Environment = CompressionPrograms.Environment,
            Input = async (input, stop) =>
            {
                var file = File.OpenRead(archive);
                await using (file.ConfigureAwait(false))
                {
                    await file.CopyToAsync(input, CopyBuffer, stop).ConfigureAwait(false);
                }
            },
            Output = (output, stop) =>
            {
                try
                {
                    new TarUnpacker(archive, target).Unpack(output, stop);
                }
                catch (AimeeException exception) when (EndsSoon(output))
                {
                    // What came was wrong: perhaps the program knows why.
                    fault = exception;
                }

                return Task.CompletedTask;
            },
        };
        var result = await runner.RunAsync(request, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            throw new AimeeException($"{archive}: the archive is damaged: {string.Join(' ', result.LastLines)} ({program.Name}, exit code {result.ExitCode}).", fault);
        }

        if (fault is not null)
        {
            throw fault;
        }
    }

    private static bool EndsSoon(Stream stream)
    {
        var rest = new byte[CopyBuffer];
        for (var left = SoonEnough; left > 0;)
        {
            var count = stream.Read(rest);
            if (count == 0)
            {
                return true;
            }

            left -= count;
        }

        return false;
    }
}
