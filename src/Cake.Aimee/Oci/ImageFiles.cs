using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>The files that an image consists of, wherever they lie: in a directory, or in a tar archive.</summary>
internal abstract class ImageFiles(string name) : IDisposable
{
    /// <summary>What to call the directory or archive in messages.</summary>
    public string Name { get; } = name;

    /// <summary>Opens what lies at a path.</summary>
    /// <exception cref="AimeeException">Nothing lies there, or it is neither a directory nor a tar archive.</exception>
    public static ImageFiles Open(string path)
    {
        try
        {
            return Directory.Exists(path) ? new DirectoryFiles(path)
                : File.Exists(path) ? ArchiveFiles.Open(path)
                : throw new AimeeException($"{path}: there is no image: neither a directory nor an archive lies here.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"{path}: can not be read: {exception.Message}", exception);
        }
    }

    /// <summary>The file at a path inside, with <c>/</c> between its components; null when there is none.</summary>
    public abstract FileRange? Find(string path);

    /// <summary>The file at a path inside.</summary>
    /// <exception cref="AimeeException">There is none.</exception>
    public FileRange Get(string path) =>
        Find(path) ?? throw new AimeeException($"{Name}: \"{path}\" is missing: the image is not complete.");

    public abstract void Dispose();
}
