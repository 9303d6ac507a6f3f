using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Files of an image in a directory, an OCI layout for example.</summary>
internal sealed class DirectoryFiles(string directory) : ImageFiles(directory)
{
    private readonly Dictionary<string, FileRange> _open = new(StringComparer.Ordinal);

    public override FileRange? Find(string path)
    {
        if (path.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw new AimeeException($"{Name}: \"{path}\" is no path inside the image.");
        }

        if (_open.TryGetValue(path, out var range))
        {
            return range;
        }

        var file = Path.Combine(Name, path);
        if (!File.Exists(file))
        {
            return null;
        }

        range = OpenFile(file);
        _open.Add(path, range);
        return range;
    }

    public override void Dispose()
    {
        foreach (var range in _open.Values)
        {
            range.File.Dispose();
        }
    }

    private static FileRange OpenFile(string file)
    {
        try
        {
            var handle = File.OpenHandle(file);
            return new FileRange(handle, file, 0, RandomAccess.GetLength(handle));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"{file}: can not be read: {exception.Message}", exception);
        }
    }
}
