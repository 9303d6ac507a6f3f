using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>A verified stage3's archive: made plain, and looked through before it is imported.</summary>
internal static class Stage3Archive
{
    /// <summary>Decompresses an archive; its content stays byte for byte.</summary>
    internal static async Task UnpackAsync(string archive, string tar, IProcessRunner processes, CancellationToken cancellationToken) =>
        await processes.RunCheckedAsync(
            ProcessRequest.Of("xz", "--decompress", "--stdout", "--threads=0", archive) with
            {
                Output = async (stream, token) =>
                {
                    var file = File.Create(tar);
                    await using (file.ConfigureAwait(false))
                    {
                        await stream.CopyToAsync(file, token).ConfigureAwait(false);
                    }
                },
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Refuses an archive that leaves its directory, or whose shell is of another machine.</summary>
    /// <param name="tar">The plain archive.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="machine">The machine that the images run on.</param>
    /// <exception cref="AimeeException">It is refused, or is no tar archive.</exception>
    internal static void Check(string tar, string name, TargetTriple machine)
    {
        using var stream = File.OpenRead(tar);
        var reader = new TarReader(stream, name);
        var isKnown = false;
        while (reader.Read())
        {
            RequireInside(reader.Path, name, "has an entry that leaves its directory");
            if (reader.Type == TarEntryType.HardLink)
            {
                RequireInside(reader.LinkPath, name, "has a link to what is outside its directory");
            }

            if (Encoding.UTF8.GetString(reader.Path).TrimStart('.', '/') is "bin/bash" or "usr/bin/bash" && reader.DataLength > 0)
            {
                isKnown = true;
                RequireMachine(new FileRange(stream.SafeFileHandle, name, reader.HeaderOffset + reader.HeaderLength, reader.DataLength), machine);
            }
        }

        if (!isKnown)
        {
            throw new AimeeException($"{name} has no shell (bin/bash), so it is no stage3. Nothing was imported.");
        }
    }

    private static void RequireInside(ReadOnlySpan<byte> entry, string name, string fault)
    {
        var path = Encoding.UTF8.GetString(entry);
        if (path.StartsWith('/') || path.Split('/').Contains(".."))
        {
            throw new AimeeException($"{name} {fault}: '{path}'. It is no stage3, whoever signed it. Nothing was imported.");
        }
    }

    private static void RequireMachine(FileRange shell, TargetTriple machine)
    {
        using var stream = new FileRangeStream(shell);

        // Which C library it asks for does not matter: there are stage3 archives with musl, too.
        var differences = ElfHeader.Read(stream) is { } header
            ? (header with { Interpreter = null }).DifferencesFrom(machine)
            : ["is no program"];
        if (!differences.IsEmpty)
        {
            throw new AimeeException(
                $"{shell.Name} is for another architecture than {machine}: its shell {string.Join(" and ", differences)}. Nothing was imported.");
        }
    }
}
