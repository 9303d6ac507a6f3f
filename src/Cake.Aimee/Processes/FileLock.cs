namespace Cake.Aimee.Processes;

/// <summary>
/// A lock between processes: an open file that nobody else may open. The kernel gives it up when its holder ends,
/// however that happens.
/// </summary>
public sealed class FileLock : IDisposable
{
    /// <summary>EWOULDBLOCK: what the kernel answers when somebody else holds the lock.</summary>
    private const int WouldBlock = 11;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly FileStream file;

    private FileLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock, waiting for as long as somebody else has it.</summary>
    /// <param name="path">The lock's file; it and its directory are made when they are missing.</param>
    /// <param name="onWait">Called once when somebody else has the lock.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The lock; disposing of it lets the next one in.</returns>
    public static async Task<FileLock> TakeAsync(string path, Action? onWait, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var waited = false; ; waited = true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (!waited)
            {
                onWait?.Invoke();
            }

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the lock if nobody has it.</summary>
    /// <param name="path">The lock's file, in a directory that is there.</param>
    /// <returns>The lock, or null when somebody else has it.</returns>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
