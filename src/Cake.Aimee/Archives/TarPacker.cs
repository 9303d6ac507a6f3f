using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Archives;

/// <summary>
/// Packs a directory into a tar archive that is the same, byte for byte, wherever and with however many threads the
/// same tree is packed by the same versions. Entries stand in the order of their names, a directory before what lies in
/// it; they belong to root (0:0, without names), keep their modes and capabilities, and no time is later than asked
/// for. The first name of a file holds its content, others are hard links to it.
/// </summary>
public static class TarPacker
{
    private const int StreamBuffer = 256 * 1024;

    /// <summary>Packs a directory. The archive appears at its place whole and flushed, or not at all.</summary>
    /// <param name="request">What is packed, and how.</param>
    /// <param name="targetPath">Where the archive is to stand; what was there is replaced.</param>
    /// <param name="runner">Runs <c>xz</c> and <c>bzip2</c> for their formats.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The archive's digest and size.</returns>
    /// <exception cref="AimeeException">
    /// Something can not be read, is a socket, or changes its size meanwhile; the archive can not be written; the format
    /// or the level is none; a program is missing.
    /// </exception>
    public static async Task<PackedArchive> PackAsync(
        PackRequest request, string targetPath, IProcessRunner runner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(runner);
        var format = PackFormat.Of(request.Format);
        try
        {
            using var pending = new PendingPath(targetPath);
            using var file = File.OpenHandle(pending.TemporaryPath, FileMode.CreateNew, FileAccess.Write);
            using var target = new FileWriteStream(file);
            using var hash = new HashingStream(target);
            await (format.Program is null
                ? Task.Run(() => Compress(request, format, hash, cancellationToken), cancellationToken)
                : CompressAsync(request, format, targetPath, hash, runner, cancellationToken)).ConfigureAwait(false);
            RandomAccess.FlushToDisk(file);
            var size = RandomAccess.GetLength(file);
            pending.Commit();
            return new(Convert.ToHexStringLower(hash.GetHash()), size);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"{targetPath}: can not be written: {exception.Message}", exception);
        }
    }

    /// <summary>Three threads besides those that compress: one reads files, one feeds the compressor, this one hashes and writes.</summary>
    private static void Compress(PackRequest request, PackFormat format, Stream target, CancellationToken cancellationToken) => ChunkWriter.Run(
        output =>
        {
            using var stream = new ChunkWriterStream(output);
            using var compressor = Compressor.Open(stream, format.Compression, request.Level, request.Threads);
            Pack(request, compressor, cancellationToken);
            compressor.Complete();
        },
        target,
        cancellationToken);

    private static async Task CompressAsync(
        PackRequest request, PackFormat format, string targetPath, Stream target, IProcessRunner runner, CancellationToken cancellationToken)
    {
        CompressionPrograms.Require(format.Program!, targetPath);
        var program = format.Request(request.Level, request.Threads) with
        {
            Input = (input, stop) =>
            {
                Pack(request, input, stop);
                return Task.CompletedTask;
            },
            Output = (output, stop) =>
            {
                CopyTo(output, target, stop);
                return Task.CompletedTask;
            },
        };
        await runner.RunCheckedAsync(program, cancellationToken).ConfigureAwait(false);
    }

    private static void Pack(PackRequest request, Stream target, CancellationToken cancellationToken)
    {
        using var root = OpenRoot(request.Directory);
        var entries = DirectoryScan.Read(root, request, cancellationToken);
        ChunkWriter.Run(output => new TreePacker(root, request, output).Write(entries), target, cancellationToken);
    }

    private static DirectoryHandle OpenRoot(string directory)
    {
        try
        {
            return DirectoryHandle.Open(directory);
        }
        catch (IOException exception)
        {
            throw new AimeeException($"{directory}: can not be packed: {exception.Message}", exception);
        }
    }

    private static void CopyTo(Stream source, Stream target, CancellationToken cancellationToken)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(StreamBuffer);
        int count;
        while ((count = source.Read(buffer)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            target.Write(buffer, 0, count);
        }
    }
}
