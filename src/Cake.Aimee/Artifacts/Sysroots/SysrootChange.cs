using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>The steps of changing a sysroot. Each can be done again after it was broken off anywhere.</summary>
internal sealed class SysrootChange(SysrootPlaces places, InstalledRecords records)
{
    /// <summary>Writes down what is about to be done.</summary>
    public void Begin(Intent intent) => PendingPath.WriteFile(places.Intent, $"{places.Intent}.tmp", ArtifactJson.Write(intent));

    /// <summary>The change that has been begun; null when there is none.</summary>
    public Intent? Pending() => File.Exists(places.Intent) ? ArtifactJson.ReadIntent(File.ReadAllBytes(places.Intent)) : null;

    /// <summary>Brings the files of a package to their places, and keeps what was there.</summary>
    public void Apply(Intent intent, InstallPlan plan, IEnumerable<string> outgoing)
    {
        foreach (var path in outgoing.Where(path => PosixPath.StatusOf(places.Of(path)) is { IsDirectory: false }))
        {
            PosixPath.Rename(places.Of(path), Kept(intent, path));
        }
        foreach (var path in plan.Cleared)
        {
            RemoveEmptyTree(path);
        }
        foreach (var path in plan.Replaced)
        {
            PosixPath.TryLink(places.Of(path), Kept(intent, path));
        }
        foreach (var path in plan.Moves)
        {
            PosixPath.Rename(Path.Combine(places.New(intent.Change), path), places.Of(path));
        }
    }

    /// <summary>Directories that were made for packages that are no more, and in which there was something then.</summary>
    public string[] Former() => File.Exists(places.Directories) ? PackageFiles.ReadList(File.ReadAllBytes(places.Directories)) : [];

    /// <summary>Takes a change back, or ends it when its last step alone is missing.</summary>
    public void Recover(Intent intent)
    {
        if (!intent.IsInstall)
        {
            Remove(intent);
        }
        else if (records.Find(intent.Id)?.Change == intent.Change)
        {
            End(intent);
        }
        else
        {
            TakeBack(intent);
        }
    }

    /// <summary>Removes a package that is uninstalled.</summary>
    public void Remove(Intent intent)
    {
        foreach (var path in intent.Files)
        {
            PosixPath.TryRemove(places.Of(path));
        }
        records.Remove(intent.Id);
        End(intent);
    }

    /// <summary>Ends a change: nothing depends on it any more. Its files go when nobody has to wait for that.</summary>
    public void End(Intent intent)
    {
        Leave(intent.Leaving);
        File.Delete(places.Intent);
    }

    /// <summary>Removes the files of a change that is over, or that never began; not those of one that could not be taken back.</summary>
    public void Discard(string change)
    {
        if (Pending()?.Change != change)
        {
            Delete(change);
        }
    }

    /// <summary>Removes what killed builds have left of changes that never began.</summary>
    public void Sweep()
    {
        foreach (var path in Directory.Exists(places.Changes) ? Directory.GetFiles(places.Changes, "*.lock") : [])
        {
            using var dead = FileLock.TryTake(path);
            if (dead is not null)
            {
                Delete(Path.GetFileNameWithoutExtension(path));
            }
        }
    }

    private void TakeBack(Intent intent)
    {
        var written = Written.Since(places, intent.Change);
        var kept = records.OwnersOf(written.Files.ToHashSet(StringComparer.Ordinal), exceptFor: "");
        foreach (var path in written.Files.Where(path => !kept.ContainsKey(path)).Except(intent.Files, StringComparer.Ordinal))
        {
            PosixPath.TryRemove(places.Of(path));
        }
        var arrived = intent.Files.Except(intent.Replaced, StringComparer.Ordinal)
            .Where(path => PosixPath.StatusOf(Path.Combine(places.New(intent.Change), path)) is null);
        foreach (var path in arrived.ToList())
        {
            PosixPath.TryRemove(places.Of(path));
        }
        foreach (var path in intent.Made.Concat(written.Directories).OrderByDescending(path => path.Length))
        {
            PosixPath.TryRemoveEmpty(places.Of(path));
        }
        Restore(intent);
        File.Delete(places.Intent);
    }

    private void Restore(Intent intent)
    {
        if (!Directory.Exists(places.Old(intent.Change)))
        {
            return;
        }
        foreach (var path in InstallRoot.Read(places.Old(intent.Change)).Where(entry => !entry.IsDirectory).Select(entry => entry.Path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(places.Of(path))!);
            PosixPath.Rename(Path.Combine(places.Old(intent.Change), path), places.Of(path));
        }
    }

    private void Delete(string change)
    {
        if (Directory.Exists(places.Change(change)))
        {
            Directory.Delete(places.Change(change), recursive: true);
        }
        File.Delete(places.Alive(change));
    }

    /// <summary>Removes directories that have become empty; the others are remembered until they are.</summary>
    private void Leave(ImmutableArray<string> leaving)
    {
        var former = Former();
        if (leaving.IsEmpty && former.Length == 0)
        {
            return;
        }
        var wanted = new Lazy<HashSet<string>>(records.EmptyDirectories);
        var remaining = former.Union(leaving, StringComparer.Ordinal)
            .OrderByDescending(path => path.Length)
            .Where(path => IsEmpty(path) && wanted.Value.Contains(path) || !PosixPath.TryRemoveEmpty(places.Of(path)))
            .ToList();
        remaining.RemoveAll(path => PosixPath.StatusOf(places.Of(path)) is not { IsDirectory: true });
        PendingPath.WriteFile(places.Directories, $"{places.Directories}.tmp", PackageFiles.WriteList(remaining));
    }

    private bool IsEmpty(string path) =>
        PosixPath.StatusOf(places.Of(path)) is { IsDirectory: true } && !Directory.EnumerateFileSystemEntries(places.Of(path)).Any();

    private void RemoveEmptyTree(string path)
    {
        foreach (var below in InstallRoot.Read(places.Of(path)).Reverse().Select(entry => entry.Path))
        {
            PosixPath.TryRemoveEmpty(places.Of($"{path}/{below}"));
        }
        PosixPath.TryRemoveEmpty(places.Of(path));
    }

    private string Kept(Intent intent, string path)
    {
        var kept = Path.Combine(places.Old(intent.Change), path);
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        return kept;
    }
}
