using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>
/// The directory <c>sources/</c>: archives by their names, each whole and verified. Beside them, in hidden
/// directories: what is known of each (<c>.known</c>), what is being fetched (<c>.partial</c>), and locks (<c>.locks</c>).
/// </summary>
internal sealed class SourceStore(string directory)
{
    /// <summary>The directory of what is being fetched, below the store's.</summary>
    public const string PartialName = ".partial";

    private readonly string _directory = Path.GetFullPath(directory);

    /// <summary>An archive's path.</summary>
    public string PathOf(string archive) => Path.Combine(_directory, archive);

    /// <summary>Waits until no other process fetches that archive.</summary>
    public Task<FileLock> LockAsync(string archive, CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Path.Combine(_directory, ".locks", archive), onWait: null, cancellationToken);

    /// <summary>Removes an archive, if it is here. What is known of it stays, so that the same has to come again.</summary>
    public async Task RemoveAsync(string archive, CancellationToken cancellationToken)
    {
        if (File.Exists(PathOf(archive)))
        {
            using var held = await LockAsync(archive, cancellationToken).ConfigureAwait(false);
            File.Delete(PathOf(archive));
        }
    }

    /// <summary>Where an archive is fetched to.</summary>
    public string PartialPathOf(string archive) => Path.Combine(Directory.CreateDirectory(Path.Combine(_directory, PartialName)).FullName, archive);

    /// <summary>What an archive has to be: its declared checksums, else the one that was remembered; empty when nothing is known.</summary>
    public IReadOnlyList<Checksum> Wanted(Source source)
    {
        if (source.Checksums.Length > 0)
        {
            return source.Checksums;
        }
        var known = KnownSource.Read(NoteOf(source.Uri.Archive));
        return known?[ChecksumAlgorithm.Sha256] is { } checksum && known.Origin == OriginOf(source.Uri) ? [checksum] : [];
    }

    /// <summary>The archive's SHA-256, when it is here and is what it has to be; else null.</summary>
    public async Task<Checksum?> FindAsync(Source source, CancellationToken cancellationToken)
    {
        var archive = source.Uri.Archive;
        if (!File.Exists(PathOf(archive)))
        {
            return null;
        }
        var wanted = Wanted(source);
        var known = await KnowAsync(archive, wanted, cancellationToken).ConfigureAwait(false);
        // A repository's archive without a checksum is known by where it was made of: the name alone says nothing.
        return wanted.All(checksum => known[checksum.Algorithm] == checksum) && (wanted.Count > 0 || !source.Uri.IsRepository)
            ? known[ChecksumAlgorithm.Sha256]
            : null;
    }

    /// <summary>An archive of another name that has the wanted content; null when there is none.</summary>
    public string? FindByChecksum(IReadOnlyList<Checksum> wanted)
    {
        var notes = Path.Combine(_directory, ".known");
        if (wanted.Count == 0 || !Directory.Exists(notes))
        {
            return null;
        }
        return Directory.EnumerateFiles(notes)
            .Select(note => (Path: PathOf(Path.GetFileName(note)), Known: KnownSource.Read(note)))
            .FirstOrDefault(entry => entry.Known is { } known && known.IsOf(new(entry.Path)) && wanted.All(known.Checksums.Contains))
            .Path;
    }

    /// <summary>Gives a verified file its name, and notes its checksums.</summary>
    public void Publish(string partial, SourceUri uri, ImmutableArray<Checksum> checksums)
    {
        using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }
        var path = PathOf(uri.Archive);
        File.Move(partial, path, overwrite: true);
        PosixFile.FlushDirectory(_directory);
        Note(uri.Archive, OriginOf(uri), checksums);
    }

    private async Task<KnownSource> KnowAsync(string archive, IReadOnlyList<Checksum> wanted, CancellationToken cancellationToken)
    {
        var known = KnownSource.Read(NoteOf(archive));
        var isCurrent = known?.IsOf(new(PathOf(archive))) ?? false;
        var algorithms = wanted.Select(checksum => checksum.Algorithm).Append(ChecksumAlgorithm.Sha256).Distinct()
            .Where(algorithm => !isCurrent || known![algorithm] is null)
            .ToList();
        if (algorithms.Count == 0)
        {
            return known!;
        }
        var computed = await Checksums.ComputeAsync(PathOf(archive), algorithms, cancellationToken).ConfigureAwait(false);
        ImmutableArray<Checksum> all = [.. computed, .. isCurrent ? known!.Checksums : []];
        // A changed file is no reason to forget what was believed: only a file that is right is noted.
        return wanted.All(all.Contains)
            ? Remember(archive, known?.Origin ?? "", all, isNeeded: wanted.Count == 0)
            : new(0, default, "", all);
    }

    /// <summary>Notes what was computed; where nobody may write it is computed again the next time, unless the note is all that says what is right.</summary>
    private KnownSource Remember(string archive, string origin, ImmutableArray<Checksum> checksums, bool isNeeded)
    {
        try
        {
            return Note(archive, origin, checksums);
        }
        catch (Exception e) when (!isNeeded && e is IOException or UnauthorizedAccessException)
        {
            return new(0, default, origin, checksums);
        }
    }

    private KnownSource Note(string archive, string origin, ImmutableArray<Checksum> checksums)
    {
        var file = new FileInfo(PathOf(archive));
        var known = new KnownSource(file.Length, file.LastWriteTimeUtc, origin, checksums);
        known.Write(NoteOf(archive));
        return known;
    }

    private string NoteOf(string archive) => Path.Combine(_directory, ".known", archive);

    private static string OriginOf(SourceUri uri) =>
        uri.IsRepository ? $"{SourceUri.Hide(uri.Address)} {uri.Revision.Kind} {uri.Revision}" : "";
}
