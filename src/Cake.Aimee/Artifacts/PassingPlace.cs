using Cake.Aimee.Archives;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts;

/// <summary>
/// A directory in which one artifact is written before it gets its name: hidden, on the store's file system, and held
/// by one writer at a time. What a killed build left in it goes when the next one takes it.
/// </summary>
internal sealed class PassingPlace : IDisposable
{
    /// <summary>The directory of all such places in a store.</summary>
    public const string RootName = ".passing";

    private readonly FileLock _held;

    private PassingPlace(FileLock held, string directory) => (_held, Directory) = (held, directory);

    /// <summary>The directory; empty when it is taken, and gone when it is given back.</summary>
    public string Directory { get; }

    /// <summary>Takes an artifact's place, waiting for whoever has it.</summary>
    public static async Task<PassingPlace> TakeAsync(string store, ArtifactName name, CancellationToken cancellationToken)
    {
        var root = Path.Combine(store, RootName);
        var held = await FileLock.TakeAsync(Path.Combine(store, ".locks", RootName, name.Category, name.FileName), onWait: null, cancellationToken).ConfigureAwait(false);
        try
        {
            var directory = Path.Combine(root, name.Category, name.FileName);
            DirectoryRemoval.Remove(directory);
            return new(held, System.IO.Directory.CreateDirectory(directory).FullName);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            DirectoryRemoval.Remove(Directory);
        }
        finally
        {
            _held.Dispose();
        }
    }
}
