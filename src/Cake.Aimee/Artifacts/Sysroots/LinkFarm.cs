using Cake.Aimee.Archives;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>Several directories as one: its directories are new, its files are further names of theirs.</summary>
internal static class LinkFarm
{
    /// <summary>Makes it; it appears whole.</summary>
    /// <param name="target">The directory; nothing is there yet, and nobody else makes it now.</param>
    /// <param name="layers">The directories; none has a file where another has something else.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    public static void Make(string target, IEnumerable<string> layers, CancellationToken cancellationToken)
    {
        using var pending = new PendingPath(target, $"{target}.tmp");
        Directory.CreateDirectory(pending.TemporaryPath);
        foreach (var layer in layers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in InstallRoot.Read(layer))
            {
                var (from, to) = (Path.Combine(layer, entry.Path), Path.Combine(pending.TemporaryPath, entry.Path));
                if (!entry.IsDirectory)
                {
                    PosixPath.TryLink(from, to);
                }
                else if (!Directory.Exists(to))
                {
                    Directory.CreateDirectory(to);
                    File.SetUnixFileMode(to, File.GetUnixFileMode(from));
                }
            }
        }
        pending.Commit();
    }
}
