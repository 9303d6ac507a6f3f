using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Files of an image in a tar archive: an OCI archive, or what <c>docker save</c> writes.</summary>
internal sealed class ArchiveFiles : ImageFiles
{
    // docker save writes three files a layer and a few more: this is far beyond any image.
    private const int MaximumEntries = 100_000;

    // Old docker archives name a layer that they hold twice by a symbolic link.
    private const int MaximumLinks = 8;

    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, FileRange> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    private ArchiveFiles(string path, SafeFileHandle file)
        : base(path) => _file = file;

    public static new ArchiveFiles Open(string path)
    {
        var files = new ArchiveFiles(path, File.OpenHandle(path));
        try
        {
            files.ReadEntries(new FileRange(files._file, path, 0, RandomAccess.GetLength(files._file)));
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public override FileRange? Find(string path)
    {
        for (var links = 0; links < MaximumLinks; links++)
        {
            if (!_links.TryGetValue(path, out var target))
            {
                return _files.GetValueOrDefault(path);
            }

            path = target;
        }

        throw new AimeeException($"{Name}: \"{path}\" is a link that leads back to itself.");
    }

    public override void Dispose() => _file.Dispose();

    private void ReadEntries(FileRange archive)
    {
        var format = Decompression.Detect(archive);
        if (format != Compression.None)
        {
            throw new AimeeException(
                $"{Name}: the archive as a whole is compressed ({format.ToString().ToLowerInvariant()}): decompress it first.");
        }

        var reader = new TarReader(archive.OpenStream(), Name);
        while (reader.Read())
        {
            var path = Normalize("", Encoding.UTF8.GetString(reader.Path));
            _links.Remove(path);
            _files.Remove(path);
            switch (reader.Type)
            {
                case TarEntryType.File:
                    _files.Add(path, archive.Slice($"{Name}: {path}", reader.HeaderOffset + reader.HeaderLength, reader.DataLength));
                    break;
                case TarEntryType.SymbolicLink:
                    var parent = path[..(path.LastIndexOf('/') + 1)];
                    _links.Add(path, Normalize(parent, Encoding.UTF8.GetString(reader.LinkPath)));
                    break;
                case TarEntryType.HardLink:
                    _links.Add(path, Normalize("", Encoding.UTF8.GetString(reader.LinkPath)));
                    break;
            }

            if (_files.Count + _links.Count > MaximumEntries)
            {
                throw new AimeeException($"{Name}: more than {MaximumEntries} files: this is no image.");
            }
        }
    }

    private static string Normalize(string parent, string path)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : parent + path).Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "." or ".."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
