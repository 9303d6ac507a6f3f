using System.Collections.Immutable;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>What looking into a file has shown.</summary>
/// <param name="Entry">The file.</param>
/// <param name="Machine">Why the target can not run what is in it, in words that follow on its name; null when it can.</param>
/// <param name="Dynamic">What it asks the dynamic linker for; null when it asks for nothing.</param>
/// <param name="IsCompiled">Whether it is a program, a library or an object file: paths in it may be for debuggers alone.</param>
/// <param name="Paths">Paths of the build that stand in it.</param>
internal sealed record FileContent(InstalledEntry Entry, string? Machine, ElfDynamic? Dynamic, bool IsCompiled, ImmutableArray<string> Paths)
{
    private const ushort BpfMachine = 247;

    /// <summary>Looks into a file; null for what has no content: an empty file, a pipe, a device.</summary>
    /// <exception cref="IOException">It can not be read.</exception>
    public static FileContent? Read(InstalledEntry entry, PathSearch paths, TargetTriple target)
    {
        // Opening a pipe would wait for ever; what is no regular file has no length.
        if (new FileInfo(entry.FullPath).Length == 0)
        {
            return null;
        }

        using var handle = File.OpenHandle(entry.FullPath, options: FileOptions.SequentialScan);
        using var stream = new FileStream(handle, FileAccess.Read, bufferSize: 4096);
        List<ElfHeader> headers = StaticArchive.IsOne(stream) ? [.. StaticArchive.Headers(stream)] : ElfHeader.Read(stream) is { } header ? [header] : [];
        var machine = IsFirmware(entry) ? null : headers.Select(header => Difference(header, target)).FirstOrDefault(found => found is not null);
        return new(entry, machine, headers.Count > 0 ? ElfDynamic.Read(stream) : null, headers.Count > 0, paths.Find(handle));
    }

    /// <summary>What differs; the dynamic linker is a matter of the C library that the package takes, and no machine.</summary>
    private static string? Difference(ElfHeader header, TargetTriple target) =>
        header.Machine == BpfMachine || (header with { Interpreter = null }).DifferencesFrom(target) is not [_, ..] differences ? null
            : string.Join(", ", differences);

    private static bool IsFirmware(InstalledEntry entry) =>
        entry.Path.StartsWith("/lib/firmware/", StringComparison.Ordinal) || entry.Path.StartsWith("/usr/lib/firmware/", StringComparison.Ordinal);
}
