using System.Collections.Immutable;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>The shared libraries in a directory tree.</summary>
public static class SharedLibraries
{
    /// <summary>The names by which programs may ask for the libraries in a directory tree: of files, of links to them, and their own.</summary>
    /// <param name="directory">An install root, or an unpacked artifact.</param>
    /// <exception cref="IOException">Something in it can not be read.</exception>
    public static ImmutableHashSet<string> ProvidedBy(string directory)
    {
        var entries = InstalledEntry.ReadAll(Path.GetFullPath(directory));
        return NamesOf(entries, entries.Where(entry => entry is { IsDirectory: false, IsLink: false } && MayBeLibrary(entry))
            .Select(entry => (entry, ElfDynamic.Read(entry.FullPath))));
    }

    /// <summary>The libraries that programs and libraries in a directory tree ask for.</summary>
    /// <param name="directory">An install root.</param>
    /// <exception cref="IOException">Something in it can not be read.</exception>
    public static ImmutableHashSet<string> NeededIn(string directory) =>
    [
        .. InstalledEntry.ReadAll(Path.GetFullPath(directory))
            .Where(entry => entry is { IsDirectory: false, IsLink: false } && new FileInfo(entry.FullPath).Length > 0)
            .Select(entry => ElfDynamic.Read(entry.FullPath))
            .OfType<ElfDynamic>()
            .SelectMany(dynamic => dynamic.Needed),
    ];

    /// <summary>The same, of files that have been read already.</summary>
    internal static ImmutableHashSet<string> NamesOf(
        IEnumerable<InstalledEntry> entries, IEnumerable<(InstalledEntry Entry, ElfDynamic? Dynamic)> files)
    {
        var libraries = files.Where(file => file.Dynamic is not null).ToList();
        return
        [
            .. libraries.Select(library => Path.GetFileName(library.Entry.Path)),
            .. libraries.Select(library => library.Dynamic!.Name).OfType<string>(),
            .. entries.Where(entry => entry.IsLink && MayBeLibrary(entry)).Select(entry => Path.GetFileName(entry.Path)),
        ];
    }

    // A pipe or a device is never opened: it has no length.
    private static bool MayBeLibrary(InstalledEntry entry) =>
        Path.GetFileName(entry.Path).Contains(".so", StringComparison.Ordinal) && (entry.IsLink || new FileInfo(entry.FullPath).Length > 0);
}
