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
            var path = Encoding.UTF8.GetString(reader.Path);
            if (path.StartsWith('/') || path.Split('/').Contains(".."))
            {
                throw new AimeeException($"{name} has an entry that leaves its directory: '{path}'. It is no stage3, whoever signed it. Nothing was imported.");
            }

            if (path.TrimStart('.', '/') is "bin/bash" or "usr/bin/bash" && reader.DataLength > 0)
            {
                isKnown = true;
                CheckMachine(tar, reader.HeaderOffset + reader.HeaderLength, name, machine);
            }
        }

        if (!isKnown)
        {
            throw new AimeeException($"{name} has no shell (bin/bash), so it is no stage3. Nothing was imported.");
        }
    }

    private static void CheckMachine(string tar, long offset, string name, TargetTriple machine)
    {
        using var stream = File.OpenRead(tar);
        stream.Position = offset;
        var header = new byte[20];
        stream.ReadExactly(header);
        // e_machine (gABI, ELF header) stands at byte 18, in the byte order that byte 5 tells.
        var actual = header[5] == 2 ? (header[18] << 8) | header[19] : (header[19] << 8) | header[18];
        if (!header.AsSpan().StartsWith("\u007fELF"u8) || actual != machine.Elf.Machine)
        {
            throw new AimeeException($"{name} is for another architecture: its shell is not for {machine}. Nothing was imported.");
        }
    }
}
