using Cake.Aimee.Archives;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>What has to be done to a sysroot so that a package is in it. Making it changes nothing.</summary>
internal sealed class InstallPlan
{
    private readonly SysrootPlaces _places;
    private readonly string _new;
    private readonly HashSet<string> _old;
    private readonly HashSet<string> _made;
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<string> _files = [];

    private InstallPlan(SysrootPlaces places, string source, HashSet<string> old, HashSet<string> made) =>
        (_places, _new, _old, _made) = (places, source, old, made);

    /// <summary>Paths that no package can have in a sysroot.</summary>
    public List<string> Impossible { get; } = [];

    /// <summary>The package's files, in order.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The directories of the package.</summary>
    public IReadOnlySet<string> Directories => _directories;

    /// <summary>Those in which nothing lies.</summary>
    public List<string> Empty { get; } = [];

    /// <summary>Those that are not there yet.</summary>
    public List<string> Made { get; } = [];

    /// <summary>What is moved to its place in one step: files, and directories with all that is in them.</summary>
    public List<string> Moves { get; } = [];

    /// <summary>Those of the files that take an old one's place.</summary>
    public List<string> Replaced { get; } = [];

    /// <summary>Directories of the old package where the new one has a file.</summary>
    public List<string> Cleared { get; } = [];

    /// <summary>What is in the way.</summary>
    public List<Conflict> Conflicts { get; } = [];

    /// <summary>Compares what comes with what is there.</summary>
    /// <param name="places">The sysroot.</param>
    /// <param name="source">The unpacked package.</param>
    /// <param name="old">The files that the package has there now.</param>
    /// <param name="made">The directories that were made for it, or for packages that are no more.</param>
    public static InstallPlan Make(SysrootPlaces places, string source, HashSet<string> old, HashSet<string> made)
    {
        var plan = new InstallPlan(places, source, old, made);
        plan.Walk("", isThere: true);
        return plan;
    }

    private void Walk(string directory, bool isThere)
    {
        var isEmpty = true;
        foreach (var entry in new DirectoryInfo(Path.Combine(_new, directory)).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            isEmpty = false;
            var path = directory.Length == 0 ? entry.Name : $"{directory}/{entry.Name}";
            if (path == SysrootPlaces.StateName || path.Contains('\ufffd', StringComparison.Ordinal))
            {
                Impossible.Add(path);
            }
            if (entry is DirectoryInfo && entry.LinkTarget is null)
            {
                _directories.Add(path);
                Walk(path, isThere && IsThere(path));
            }
            else
            {
                _files.Add(path);
                if (isThere)
                {
                    Place(path);
                }
            }
        }
        if (isEmpty && directory.Length > 0)
        {
            Empty.Add(directory);
        }
        if (!isThere)
        {
            Made.Add(directory);
        }
    }

    /// <summary>Whether a directory is there; one that is not comes as a whole.</summary>
    private bool IsThere(string path)
    {
        var status = PosixPath.StatusOf(_places.Of(path));
        if (status is { IsDirectory: true })
        {
            return true;
        }
        if (status is not null && !_old.Contains(path))
        {
            Conflicts.Add(new(path, IsDirectory: true, path));
        }
        Moves.Add(path);
        return false;
    }

    private void Place(string path)
    {
        Moves.Add(path);
        var status = PosixPath.StatusOf(_places.Of(path));
        if (status is { IsDirectory: true })
        {
            var others = InstallRoot.Read(_places.Of(path))
                .Select(entry => entry with { Path = $"{path}/{entry.Path}" })
                .Append(new(path, IsDirectory: true))
                .Where(entry => !(entry.IsDirectory ? _made : _old).Contains(entry.Path));
            Conflicts.AddRange(others.Take(1).Select(other => new Conflict(path, IsDirectory: false, other.Path)));
            Cleared.Add(path);
        }
        else if (status is not null)
        {
            Replaced.Add(path);
            if (!_old.Contains(path))
            {
                Conflicts.Add(new(path, IsDirectory: false, path));
            }
        }
    }
}
