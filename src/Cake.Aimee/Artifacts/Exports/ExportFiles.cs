using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Exports;

/// <summary>The files of a package that is exported, in a directory of their own.</summary>
/// <param name="Root">The directory.</param>
/// <param name="Entries">All that is in it, in order: a directory before what it holds.</param>
internal sealed record ExportFiles(string Root, ImmutableArray<PackEntry> Entries)
{
    private static readonly ImmutableArray<string> Development = ["usr/include", "usr/lib/pkgconfig", "usr/lib64/pkgconfig", "usr/share/pkgconfig"];
    private static readonly ImmutableArray<string> OurOwn = ["var/db/binpkgs"];

    /// <summary>Copies what is exported; owners and times are left to the packages' programs.</summary>
    /// <exception cref="AimeeException">Nothing is left of it, or something can not be read.</exception>
    public static async Task<ExportFiles> StageAsync(
        ExportRequest request, string directory, IProcessRunner runner, CancellationToken cancellationToken)
    {
        var archive = Path.GetFullPath(directory) + ".tar";
        var pack = new PackRequest(request.Root)
        {
            Format = "tar",
            ClampTo = request.Epoch,
            Include = path => IsExported(path, request.WithDevelopment),
        };
        await TarPacker.PackAsync(pack, archive, runner, cancellationToken).ConfigureAwait(false);
        var unpack = new UnpackOptions { KeepModes = true, AllowSpecialFiles = true };
        await Unpacker.UnpackAsync(archive, directory, unpack, runner, cancellationToken).ConfigureAwait(false);
        File.Delete(archive);

        using var root = DirectoryHandle.Open(directory);
        var entries = DirectoryScan.Read(root, new PackRequest(directory), cancellationToken);
        return entries.Any(entry => entry.Type != TarEntryType.Directory)
            ? new(directory, [.. entries])
            : throw new AimeeException(
                $"{request.Name}: nothing is left to export: all that {request.Root} holds is for builders (headers, pkg-config's files, static libraries).");
    }

    /// <summary>What a user of the package may change: files in <c>etc</c>, with a slash before them.</summary>
    public IEnumerable<string> Configuration => Entries
        .Where(entry => entry.Type == TarEntryType.File && entry.ToString().StartsWith("etc/", StringComparison.Ordinal))
        .Select(entry => "/" + entry);

    private static bool IsExported(string path, bool withDevelopment) =>
        !IsIn(path, OurOwn) && !IsEmptied(path)
        && (withDevelopment || !(IsIn(path, Development) || path.EndsWith(".a", StringComparison.Ordinal) || path.EndsWith(".la", StringComparison.Ordinal)));

    private static bool IsIn(string path, ImmutableArray<string> directories) =>
        directories.Any(directory => path == directory || path.StartsWith(directory + "/", StringComparison.Ordinal));

    // What held our own list is packed only when it holds something else.
    private static bool IsEmptied(string path) => path is "var" or "var/db";
}
