using Cake.Aimee.Archives;
using Cake.Aimee.Planning.Keys;

namespace Cake.Aimee.Stages;

/// <summary>The digests of files that are remembered between builds.</summary>
internal sealed class DigestMemory
{
    private const string Name = ".digests";
    private readonly string tmp;

    private DigestMemory(string tmp, FileDigests files) => (this.tmp, Files) = (tmp, files);

    /// <summary>The digests.</summary>
    public FileDigests Files { get; }

    /// <summary>Reads what is remembered; nothing when there is no memory.</summary>
    /// <param name="tmp">The tree's directory for building.</param>
    public static DigestMemory Read(string tmp) =>
        new(tmp, new FileDigests(Path.Combine(tmp, Name) is var path && File.Exists(path) ? File.ReadAllLines(path) : []));

    /// <summary>Writes what has come to be known. Of two builds at once, the later one's counts.</summary>
    public void Write()
    {
        if (!Files.HasNews)
        {
            return;
        }

        try
        {
            using var pending = new PendingPath(Path.Combine(tmp, Name), RunDirectory.NewPath(tmp, "digests"));
            File.WriteAllLines(pending.TemporaryPath, Files.Write(DateTimeOffset.UtcNow));
            pending.Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is not remembered is read again: on a disk that is full, the build has told of that already.
        }
    }
}
