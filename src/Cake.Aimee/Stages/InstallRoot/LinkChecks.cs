namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>Checks of symbolic links.</summary>
/// <param name="input">What is checked.</param>
/// <param name="entries">What is in the install root.</param>
internal sealed class LinkChecks(InstallRootInput input, IReadOnlyList<InstalledEntry> entries)
{
    private const int MostLinks = 40;

    // What is there only when the system runs.
    private static readonly string[] RunTime = ["/dev/", "/proc/", "/run/", "/sys/", "/tmp/", "/var/run/"];

    private readonly Dictionary<string, InstalledEntry> byPath = entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);

    public IEnumerable<InstallFault> Find()
    {
        foreach (var link in entries.Where(entry => entry.IsLink))
        {
            var target = new FileInfo(link.FullPath).LinkTarget ?? "";
            if (IsOfBuild(target))
            {
                yield return new(InstallRootCheck.EscapingLink, link.Path, $"leads to the build's own {target}");
            }
            else if (Resolve(link.Path, target) is not { } path)
            {
                yield return new(InstallRootCheck.EscapingLink, link.Path, $"leads to {target}, above the root");
            }
            else if (!RunTime.Any(place => path.StartsWith(place, StringComparison.Ordinal) || path + "/" == place))
            {
                if (target.StartsWith('/'))
                {
                    yield return new(InstallRootCheck.AbsoluteLink, link.Path, $"leads to {target}, an absolute path");
                }

                if (!IsThere(path, MostLinks))
                {
                    yield return new(InstallRootCheck.DanglingLink, link.Path, $"leads to {target}, which the package does not have");
                }
            }
        }
    }

    private bool IsOfBuild(string target) => input.BuildPaths.Concat(input.Sysroots).Append(input.Directory)
        .Any(path => target == path || target.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    /// <summary>Where a link leads to on the target; null for what would be above the root.</summary>
    private static string? Resolve(string link, string target)
    {
        var parts = new List<string>(target.StartsWith('/') ? [] : link.Split('/')[1..^1]);
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count == 0)
            {
                return null;
            }
            else
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>Whether the package has something at a path, links on the way followed inside the root.</summary>
    private bool IsThere(string path, int linksLeft)
    {
        if (path == "/" || (byPath.TryGetValue(path, out var entry) && !entry.IsLink))
        {
            return true;
        }

        for (var end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            var head = path[..end];
            if (byPath.TryGetValue(head, out var found))
            {
                return found.IsLink && linksLeft > 0
                    && Resolve(head, new FileInfo(found.FullPath).LinkTarget ?? "") is { } next
                    && IsThere(next.TrimEnd('/') + path[end..], linksLeft - 1);
            }
        }

        return false;
    }
}
