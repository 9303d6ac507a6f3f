using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Archives;

/// <summary>A format that archives are written in.</summary>
/// <param name="Name">What follows the first part of an archive's name: <c>tar.zst</c>.</param>
/// <param name="Compression">What is compressed here.</param>
internal sealed record PackFormat(string Name, Compression Compression)
{
    // Block size of xz in bytes: three times the largest dictionary that usual levels have.
    private const int XzBlockSize = 24 * 1024 * 1024;

    private static readonly ImmutableArray<PackFormat> All =
    [
        new("tar", Compression.None),
        new("tar.gz", Compression.Gzip),
        new("tar.zst", Compression.Zstd),
        new("tar.xz", Compression.None) { Program = new("xz", "xz-utils", "makes .xz archives"), LowestLevel = 0, UsualLevel = 6 },
        new("tar.bz2", Compression.None) { Program = new("bzip2", "bzip2", "makes .bz2 archives"), LowestLevel = 1, UsualLevel = 9 },
    ];

    /// <summary>The program that compresses; null when it is done here.</summary>
    public SystemProgram? Program { get; private init; }

    private int LowestLevel { get; init; }

    private int UsualLevel { get; init; }

    /// <summary>The format of a name.</summary>
    /// <exception cref="AimeeException">There is none.</exception>
    public static PackFormat Of(string name) => All.FirstOrDefault(format => format.Name == name)
        ?? throw new AimeeException($"There is no archive format '{name}': choose one of {string.Join(", ", All.Select(format => format.Name))}.");

    /// <summary>How the program is run so that it leaves threads, times and users' settings out of what it writes.</summary>
    /// <exception cref="AimeeException">The level is none.</exception>
    public ProcessRequest Request(int? level, int threads)
    {
        var chosen = level ?? UsualLevel;
        if (chosen < LowestLevel || chosen > 9)
        {
            throw new AimeeException($"{Program!.Name} has no compression level {chosen}: its levels go from {LowestLevel} to 9.");
        }

        // With one thread xz writes other blocks than with many.
        string[] words = Program!.Name == "xz"
            ? [$"--threads={Math.Max(2, threads)}", $"--block-size={XzBlockSize}", "--no-adjust"]
            : [];
        return new ProcessRequest(Program.Name, [$"-{chosen}", .. words, "--stdout"])
        {
            Environment = CompressionPrograms.Environment,
        };
    }
}
