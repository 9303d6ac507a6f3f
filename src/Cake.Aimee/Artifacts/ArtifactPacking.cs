using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts;

/// <summary>Makes the archives of one install root.</summary>
internal sealed class ArtifactPacking(ArtifactStore store, ArtifactRequest request, SplitPlan plan, IProcessRunner runner)
{
    /// <summary>Makes a split's artifact, or with null the package's own.</summary>
    public async Task<ArtifactSidecar> PackAsync(ArtifactSplit? split, CancellationToken cancellationToken)
    {
        var (name, key, description) = split is null
            ? (request.Name, request.Key, request.Description)
            : (split.Name, split.Key, split.Description);
        using var passing = await PassingPlace.TakeAsync(store.Directory, name, cancellationToken).ConfigureAwait(false);
        var archive = Path.Combine(passing.Directory, $"archive.{name.Format}");
        var files = Describe(split, cancellationToken);
        var packed = await TarPacker.PackAsync(Archive(split, name, description with { Files = files }), archive, runner, cancellationToken).ConfigureAwait(false);
        var sidecar = new ArtifactSidecar
        {
            Name = name,
            Key = key,
            Digest = packed.Sha256,
            Size = packed.Size,
            Sources = request.Sources,
            LogDigest = request.LogDigest,
            Started = request.Started,
            Ended = DateTimeOffset.UtcNow,
        };
        await store.PublishAsync(archive, sidecar, cancellationToken).ConfigureAwait(false);
        return sidecar;
    }

    private PackRequest Archive(ArtifactSplit? split, ArtifactName name, ArtifactDescription description)
    {
        var (list, json) = (PackageFiles.ListOf(name.Id), PackageFiles.DescriptionOf(name.Id));
        var paths = description.Files.Select(file => file.Path).Append(list).Append(json).Order(StringComparer.Ordinal);
        return new(request.InstallRoot)
        {
            Extra =
            [
                new(list, PackageFiles.WriteList(paths)),
                new(json, ArtifactJson.Write(description with { Name = name.Id, Version = name.Version, Release = name.Release })),
            ],
            Include = path => plan.IsIn(split, path) && !IsOwn(path),
            ClampTo = request.ClampTo,
            Format = name.Format,
            Level = request.Level,
            Threads = request.Threads,
        };
    }

    private ImmutableArray<ArtifactFile> Describe(ArtifactSplit? split, CancellationToken cancellationToken)
    {
        var files = new ConcurrentBag<ArtifactFile>();
        Parallel.ForEach(
            plan.FilesOf(split).Where(path => !IsOwn(path)),
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Math.Max(1, request.Threads) },
            path => files.Add(InstallRoot.Describe(request.InstallRoot, path)));
        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>Rules of the shell builder write their list themselves: it would tell of itself.</summary>
    private bool IsOwn(string path) => request.Splits.Select(split => split.Name.Id).Prepend(request.Name.Id)
        .Any(id => path == PackageFiles.ListOf(id) || path == PackageFiles.DescriptionOf(id));
}
