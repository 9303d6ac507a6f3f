namespace Cake.Aimee.Sources;

/// <summary>A lock between processes: held as long as the file is open, so that it dies with its process; see <c>flock(2)</c>.</summary>
internal sealed class FileLock : IDisposable
{
    private const int WouldBlock = 11; // EWOULDBLOCK, on all Linux architectures that .NET runs on
    private const int LongestPauseMilliseconds = 200;
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Waits for a lock and takes it.</summary>
    /// <param name="path">The lock's file; made when it is missing, and never removed: another may wait for it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<FileLock> TakeAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var pause = 1; ; pause = Math.Min(pause * 2, LongestPauseMilliseconds))
        {
            try
            {
                return new(new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (e.HResult == WouldBlock)
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
