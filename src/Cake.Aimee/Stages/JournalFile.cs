using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Planning.Journals;

namespace Cake.Aimee.Stages;

/// <summary>The journal of a package on the disk. A line that was added outlives a power cut.</summary>
/// <param name="path">Its path; its directory is made when needed.</param>
internal sealed class JournalFile(string path)
{
    /// <summary>What has happened so far; nothing when there is no journal.</summary>
    public Journal Read()
    {
        try
        {
            return new Journal(JournalText.Read(File.ReadAllText(path)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Journal.Empty;
        }
    }

    /// <summary>Adds a line, and waits until it is on the disk.</summary>
    public void Add(JournalEntry entry)
    {
        var directory = Path.GetDirectoryName(path)!;
        var isNew = !File.Exists(path);
        Directory.CreateDirectory(directory);
        using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1))
        {
            // A line that a power cut has torn is closed first, so that this one stands for itself.
            file.Write(Encoding.UTF8.GetBytes((IsTorn() ? "\n" : "") + JournalText.Write(entry)));
            file.Flush(flushToDisk: true);
        }

        if (isNew)
        {
            PosixFile.FlushDirectory(directory);
        }
    }

    private bool IsTorn()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }
}
