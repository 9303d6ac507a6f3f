using Cake.Aimee.Archives;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Artifacts.Upstreams;

/// <summary>A directory, perhaps on another machine's disk.</summary>
internal sealed class DirectoryPlace(string directory) : IUpstreamPlace
{
    private const int BufferSize = 1024 * 1024;

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var file = new FileInfo(Path.Combine(directory, name));
        return !file.Exists ? null
            : file.Length > ArtifactUpstream.LargestSidecar ? throw new FetchException($"has {file.Length} bytes: that is no description of an artifact")
            : await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public Task FetchAsync(string name, long size, string sha256, string path, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var input = new FileStream(Path.Combine(directory, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        await using (input.ConfigureAwait(false))
        {
            if (input.Length != size)
            {
                throw new WrongContentException($"it has {input.Length} bytes, not {size}");
            }
            var output = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0);
            await using (output.ConfigureAwait(false))
            {
                await input.CopyToAsync(output, BufferSize, cancellationToken).ConfigureAwait(false);
            }
        }
        return true;
    });

    /// <inheritdoc/>
    public Task<long?> SizeOfAsync(string name, CancellationToken cancellationToken) => TryAsync(() =>
        Task.FromResult<long?>(new FileInfo(Path.Combine(directory, name)) is { Exists: true } file ? file.Length : null));

    /// <inheritdoc/>
    public Task PutAsync(string name, string path, bool replaces, CancellationToken cancellationToken) => TryAsync(async () =>
    {
        var target = Path.Combine(directory, name);
        if (!replaces && File.Exists(target))
        {
            return true;
        }
        using var pending = new PendingPath(target);
        var output = new FileStream(pending.TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        await using (output.ConfigureAwait(false))
        {
            var input = File.OpenRead(path);
            await using (input.ConfigureAwait(false))
            {
                await input.CopyToAsync(output, BufferSize, cancellationToken).ConfigureAwait(false);
            }
            output.Flush(flushToDisk: true);
        }
        // Another machine may have put it there meanwhile: the last one stays.
        PosixPath.Rename(pending.TemporaryPath, target);
        PosixFile.FlushDirectory(Path.GetDirectoryName(target)!);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private static async Task<T> TryAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FetchException(e.Message, e);
        }
    }
}
