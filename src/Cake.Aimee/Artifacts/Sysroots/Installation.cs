using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>One package on its way into a sysroot that nobody else changes meanwhile.</summary>
internal sealed class Installation(SysrootPlaces places, InstalledRecords records, SysrootChange change, InstallRequest request, string name)
{
    /// <summary>Installs it, or leaves all as it was.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var old = records.Find(request.Id);
        var oldFiles = OldFiles(old);
        var made = (old?.Made ?? []).Concat(change.Former()).ToHashSet(StringComparer.Ordinal);
        var plan = InstallPlan.Make(places, places.New(name), oldFiles, made);
        Refuse(plan);
        var intent = new Intent(name, request.Id, IsInstall: true)
        {
            Files = [.. plan.Files],
            Replaced = [.. plan.Replaced],
            Made = [.. plan.Made],
            Leaving = [.. (old?.Made ?? []).Where(path => !plan.Directories.Contains(path))],
        };
        cancellationToken.ThrowIfCancellationRequested();
        change.Begin(intent);
        try
        {
            change.Apply(intent, plan, oldFiles.Except(plan.Files, StringComparer.Ordinal));
            var written = await PostInstallAsync(plan, cancellationToken).ConfigureAwait(false);
            PosixFile.FlushFileSystem(places.Root);
            records.Write(Package(plan, old, written), plan.Files);
        }
        catch
        {
            change.Recover(intent);
            throw;
        }
        change.End(intent);
    }

    private HashSet<string> OldFiles(InstalledPackage? old)
    {
        var written = (old?.Written ?? []).ToHashSet(StringComparer.Ordinal);
        var others = records.OwnersOf(written, exceptFor: request.Id);
        // A sysroot of the shell builder has lists and nothing else.
        var list = places.Of(PackageFiles.ListOf(request.Id));
        var files = old is null && File.Exists(list) ? [.. PackageFiles.ReadList(File.ReadAllBytes(list)), PackageFiles.ListOf(request.Id)] : records.FilesOf(request.Id);
        return files.Concat(written.Where(path => !others.ContainsKey(path))).ToHashSet(StringComparer.Ordinal);
    }

    private void Refuse(InstallPlan plan)
    {
        if (plan.Impossible.Count > 0)
        {
            throw new AimeeException($"Can not install {request.Id} in {places.Root}: no package can have {string.Join(", ", plan.Impossible)} there.");
        }
        if (plan.Conflicts.Count == 0)
        {
            return;
        }
        var owners = records.OwnersOf(plan.Conflicts.Select(conflict => conflict.Present).ToHashSet(StringComparer.Ordinal), exceptFor: request.Id);
        throw new AimeeException(ConflictText.Of(request.Id, places.Root, plan.Conflicts, owners));
    }

    private async Task<Written> PostInstallAsync(InstallPlan plan, CancellationToken cancellationToken)
    {
        if (request.PostInstall is not { } postInstall)
        {
            return new([], []);
        }
        File.WriteAllBytes(places.Stamp(name), []);
        await postInstall(places.Root, cancellationToken).ConfigureAwait(false);
        var written = Written.Since(places, name);
        var files = written.Files.Except(plan.Files, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var others = records.FilesAmong(files, exceptFor: request.Id);
        return new([.. files.Where(path => !others.Contains(path)).Order(StringComparer.Ordinal)], written.Directories);
    }

    private InstalledPackage Package(InstallPlan plan, InstalledPackage? old, Written written) => new()
    {
        Id = request.Id,
        Digest = request.Digest,
        Key = request.Key,
        Written = [.. written.Files],
        Made = [.. plan.Made.Concat(written.Directories).Concat((old?.Made ?? []).Where(plan.Directories.Contains)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        Empty = [.. plan.Empty],
        Change = name,
    };
}
