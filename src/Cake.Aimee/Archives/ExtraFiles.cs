using System.Text;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>Lays files that are not on disk among those that are.</summary>
internal static class ExtraFiles
{
    private const ushort DirectoryMode = 0x1ed;

    /// <summary>Puts the request's files in their places, with the directories that they need.</summary>
    /// <returns>All of it in order.</returns>
    /// <exception cref="AimeeException">A file's path is none, or something on disk stands in its way.</exception>
    public static List<PackEntry> Merge(List<PackEntry> entries, PackRequest request)
    {
        if (!request.Extra.IsEmpty)
        {
            var found = new SortedDictionary<byte[], PackEntry>(TarPath.Order);
            foreach (var entry in entries)
            {
                found.Add(entry.Path, entry);
            }

            foreach (var file in request.Extra)
            {
                Lay(file, found);
            }

            return [.. found.Values];
        }

        entries.Sort((one, other) => TarPath.Order.Compare(one.Path, other.Path));
        return entries;
    }

    private static void Lay(PackedFile file, SortedDictionary<byte[], PackEntry> entries)
    {
        var parts = file.Path.Split('/');
        if (parts.Any(part => part is "" or "." or ".." || part.Contains('\0', StringComparison.Ordinal)))
        {
            throw new AimeeException($"\"{file.Path}\" is no path inside an archive.");
        }

        for (var depth = 1; depth < parts.Length; depth++)
        {
            var path = Encoding.UTF8.GetBytes(string.Join('/', parts[..depth]));
            entries.TryAdd(path, new(path, TarEntryType.Directory, StatusOf(DirectoryMode, 0)));
            Require(file, entries[path], entries[path].Type == TarEntryType.Directory);
        }

        var name = Encoding.UTF8.GetBytes(file.Path);
        Require(file, entries.GetValueOrDefault(name), entries.GetValueOrDefault(name)?.Type != TarEntryType.Directory);
        entries[name] = new(name, TarEntryType.File, StatusOf(file.Mode, file.Content.Length)) { Content = file.Content };
    }

    private static void Require(PackedFile file, PackEntry? entry, bool condition)
    {
        if (!condition)
        {
            throw new AimeeException($"\"{file.Path}\" can not be packed: \"{entry}\" stands in its way.");
        }
    }

    // No time is later than this one: so it becomes the one that is clamped to.
    private static FileStatus StatusOf(int mode, long size) =>
        new() { TypeAndMode = (ushort)mode, Size = size, Modified = long.MaxValue, LinkCount = 1 };
}
