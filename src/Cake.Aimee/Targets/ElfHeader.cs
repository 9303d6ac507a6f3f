using System.Collections.Immutable;
using System.Text;

namespace Cake.Aimee.Targets;

/// <summary>
/// What an ELF file says of itself in its header and program headers (System V ABI, chapters 4 and 5): enough to
/// tell whether a target can run it.
/// </summary>
/// <param name="Bits">32 or 64: the class.</param>
/// <param name="IsLittleEndian">The order of bytes.</param>
/// <param name="Machine">The machine's number, <c>e_machine</c>.</param>
/// <param name="Type">What kind of file it is.</param>
/// <param name="Flags">The machine's own flags, <c>e_flags</c>.</param>
/// <param name="Interpreter">The dynamic linker that it asks for; null when it asks for none.</param>
/// <param name="IsDynamic">Whether there is something to link at run time: false for a static program.</param>
public sealed record ElfHeader(
    int Bits, bool IsLittleEndian, ushort Machine, ElfType Type, uint Flags, string? Interpreter, bool IsDynamic)
{
    private const int LongestInterpreter = 4096;

    /// <summary>Reads a file's header.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The header; null when the file is no ELF file, or its header is cut off.</returns>
    /// <exception cref="IOException">The file can not be read.</exception>
    public static ElfHeader? Read(string path)
    {
        using var file = File.OpenRead(path);
        return Read(file);
    }

    /// <summary>Reads a header.</summary>
    /// <param name="stream">The file from its first byte; it has to be seekable.</param>
    /// <returns>The header; null when it is no ELF file, or its header is cut off.</returns>
    public static ElfHeader? Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> header = stackalloc byte[ElfFields.HeaderLength];
        header = header[..stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false)];
        if (ElfFields.Of(header) is not { } fields)
        {
            return null;
        }
        var type = fields.Half(header[16..]);
        var segments = ElfSegment.ReadAll(stream, fields, header);
        return new(
            fields.Bits,
            fields.IsLittleEndian,
            fields.Half(header[18..]),
            type <= (ushort)ElfType.Core ? (ElfType)type : ElfType.Other,
            fields.Word(header[(fields.Is64 ? 48 : 36)..]),
            InterpreterOf(stream, segments),
            segments.Exists(segment => segment.Type == ElfSegment.Dynamic));
    }

    /// <summary>Compares with what a target's files hold.</summary>
    /// <param name="target">The target.</param>
    /// <returns>What differs, each in words that follow on «the file»; empty when the target can run it.</returns>
    public ImmutableArray<string> DifferencesFrom(TargetTriple target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var elf = target.Elf;
        if (Machine != elf.Machine)
        {
            return [$"is for {ElfMachines.NameOf(Machine)}, not {ElfMachines.NameOf(elf.Machine)}"];
        }
        var differences = ImmutableArray.CreateBuilder<string>();
        if (Bits != elf.Bits)
        {
            differences.Add($"has {Bits} bits, not {elf.Bits}");
        }
        if (IsLittleEndian != elf.IsLittleEndian)
        {
            differences.Add(IsLittleEndian ? "is little-endian, not big-endian" : "is big-endian, not little-endian");
        }
        if (elf.AbiMask != 0 && !elf.AbiValues.Contains(Flags & elf.AbiMask))
        {
            differences.Add($"does not use the calling convention {elf.Abi} (e_flags 0x{Flags:x})");
        }
        if (Interpreter is not null && Path.GetFileName(Interpreter) != Path.GetFileName(elf.DynamicLinker))
        {
            differences.Add($"asks for the dynamic linker {Interpreter}, not {elf.DynamicLinker}");
        }
        return differences.ToImmutable();
    }

    /// <summary>The header in words: <c>64-bit little-endian AArch64, dynamic</c>.</summary>
    public override string ToString() =>
        $"{Bits}-bit {(IsLittleEndian ? "little" : "big")}-endian {ElfMachines.NameOf(Machine)}, {(IsDynamic ? "dynamic" : "static")}";

    private static string? InterpreterOf(Stream stream, List<ElfSegment> segments)
    {
        var segment = segments.FindLast(segment => segment.Type == ElfSegment.Interpreter);
        var bytes = new byte[Math.Clamp(segment.Length, 0, LongestInterpreter)];
        return segment.Type == ElfSegment.Interpreter && ElfSegment.ReadAt(stream, segment.Offset, bytes)
            ? Encoding.UTF8.GetString(bytes).TrimEnd('\0')
            : null;
    }
}
