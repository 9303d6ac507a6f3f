using System.Collections.Concurrent;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages;

/// <summary>Keeps other builds away from a package's directories, from its first stage to its artifact.</summary>
/// <param name="directory">Where the locks are.</param>
internal sealed class PackageLocks(string directory) : IDisposable
{
    private readonly ConcurrentDictionary<string, FileLock> locks = new(StringComparer.Ordinal);

    /// <summary>Waits until no other build works on the package, and keeps it then.</summary>
    /// <param name="package">The package.</param>
    /// <param name="onWait">Called once when another build has it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task HoldAsync(PlannedPackage package, Action onWait, CancellationToken cancellationToken)
    {
        if (!locks.ContainsKey(package.Id))
        {
            locks[package.Id] = await FileLock.TakeAsync(Path.Combine(directory, package.Id), onWait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets other builds at the package.</summary>
    public void Release(PlannedPackage package)
    {
        if (locks.TryRemove(package.Id, out var held))
        {
            held.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var held in locks.Values)
        {
            held.Dispose();
        }
    }
}
