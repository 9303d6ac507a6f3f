using System.Text;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>
/// What is known of the packages in a sysroot, a file each: the package as JSON, a NUL, and the paths of its files,
/// each with a NUL after it. So most questions need no more than the beginning.
/// </summary>
internal sealed class InstalledRecords(string directory)
{
    private const int UsualHeader = 4096;

    /// <summary>A package; null when it is not installed.</summary>
    public InstalledPackage? Find(string id)
    {
        if (!File.Exists(PathOf(id)))
        {
            return null;
        }
        using var file = new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, UsualHeader);
        var buffer = new byte[UsualHeader];
        for (var count = 0; ;)
        {
            var read = file.ReadAtLeast(buffer.AsSpan(count), buffer.Length - count, throwOnEndOfStream: false);
            var end = buffer.AsSpan(0, count + read).IndexOf((byte)0);
            if (end >= 0 || read == 0)
            {
                return end < 0 ? null : ArtifactJson.ReadPackage(buffer.AsSpan(0, end));
            }
            count += read;
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    /// <summary>The files of a package; empty when it is not installed.</summary>
    public string[] FilesOf(string id) => File.Exists(PathOf(id)) ? FilesIn(File.ReadAllBytes(PathOf(id))) : [];

    /// <summary>Writes down a package; in that moment it is installed.</summary>
    public void Write(InstalledPackage package, IEnumerable<string> files) =>
        PendingPath.WriteFile(PathOf(package.Id), Path.Combine(directory, ".tmp"), [.. ArtifactJson.Write(package), 0, .. PackageFiles.WriteList(files)]);

    /// <summary>Forgets a package.</summary>
    public void Remove(string id)
    {
        if (File.Exists(PathOf(id)))
        {
            File.Delete(PathOf(id));
            PosixPath.TryRemoveEmpty(Path.GetDirectoryName(PathOf(id))!);
        }
    }

    /// <summary>The packages that paths belong to, but for one: by their archives or by their post-install; empty directories, too.</summary>
    public Dictionary<string, string> OwnersOf(IReadOnlySet<string> paths, string exceptFor)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        if (paths.Count == 0)
        {
            return owners;
        }
        foreach (var id in Ids().Where(id => id != exceptFor))
        {
            var package = Find(id);
            foreach (var path in FilesOf(id).Concat(package?.Written ?? []).Concat(package?.Empty ?? []).Where(paths.Contains))
            {
                owners.TryAdd(path, id);
            }
        }
        return owners;
    }

    /// <summary>Those of some paths that are in the archives of packages, but for one.</summary>
    public HashSet<string> FilesAmong(IReadOnlySet<string> paths, string exceptFor) => paths.Count == 0
        ? []
        : Ids().Where(id => id != exceptFor).SelectMany(FilesOf).Where(paths.Contains).ToHashSet(StringComparer.Ordinal);

    /// <summary>The directories that packages have though nothing lies in them.</summary>
    public HashSet<string> EmptyDirectories() =>
        Ids().SelectMany(id => Find(id)?.Empty ?? []).ToHashSet(StringComparer.Ordinal);

    private IEnumerable<string> Ids() => !Directory.Exists(directory)
        ? []
        : Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path))
            .Where(id => !Path.GetFileName(id).StartsWith('.'))
            .Order(StringComparer.Ordinal);

    private string PathOf(string id) => Path.Combine(directory, id);

    private static string[] FilesIn(ReadOnlySpan<byte> record)
    {
        var end = record.IndexOf((byte)0);
        return end < 0 ? [] : Encoding.UTF8.GetString(record[(end + 1)..]).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
