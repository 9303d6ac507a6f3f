namespace Cake.Aimee.Engines;

/// <summary>The files of an image, as a directory of this machine. Disposing of it takes the directory away.</summary>
/// <param name="directory">Absolute path of the directory.</param>
/// <param name="remove">Takes it away.</param>
public sealed class MountedImage(string directory, Func<Task> remove) : IAsyncDisposable
{
    /// <summary>Absolute path of the directory. What is written there does not change the image.</summary>
    public string Directory { get; } = directory;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await remove().ConfigureAwait(false);
}
