namespace Cake.Aimee.Sources;

/// <summary>
/// A file that is being fetched, and beside it a note of where its bytes come from: the address, and the server's
/// mark for that very content (ETag or date). Both survive the process, so that a later one can go on.
/// </summary>
internal sealed class PartialFile(string path)
{
    private readonly string _note = path + ".from";

    /// <summary>How many bytes are here.</summary>
    public long Length => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>The mark of the content that the bytes belong to; empty when the server gave none.</summary>
    /// <returns>Null when there is nothing to go on with: no bytes, or those of another address.</returns>
    public string? MarkFor(string address) =>
        Length > 0 && File.Exists(_note) && File.ReadAllLines(_note) is [var from, .. var mark] && from == address
            ? string.Concat(mark)
            : null;

    /// <summary>Begins anew, with the content of an address.</summary>
    public void Restart(string address, string mark)
    {
        Remove();
        File.WriteAllLines(_note, [address, mark]);
    }

    /// <summary>Opens the file to append to it.</summary>
    public FileStream Append() => new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Removes the note: the file is whole.</summary>
    public void Finish() => File.Delete(_note);

    /// <summary>Removes both.</summary>
    public void Remove()
    {
        File.Delete(path);
        File.Delete(_note);
    }
}
