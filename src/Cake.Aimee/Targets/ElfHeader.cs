using System.Buffers.Binary;
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
    private const uint DynamicSegment = 2;
    private const uint InterpreterSegment = 3;

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
        Span<byte> header = stackalloc byte[64];
        var length = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (length < 52 || !header.StartsWith("\u007fELF"u8) || header[4] is not (1 or 2) || header[5] is not (1 or 2)
            || (header[4] == 2 && length < 64))
        {
            return null;
        }
        var fields = new Fields(Bits: header[4] * 32, IsLittleEndian: header[5] == 1);
        var type = fields.Half(header[16..]);
        var (interpreter, isDynamic) = Segments(stream, fields, header);
        return new(
            fields.Bits,
            fields.IsLittleEndian,
            fields.Half(header[18..]),
            type <= (ushort)ElfType.Core ? (ElfType)type : ElfType.Other,
            fields.Word(header[(fields.Is64 ? 48 : 36)..]),
            interpreter,
            isDynamic);
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

    private static (string? Interpreter, bool IsDynamic) Segments(Stream stream, Fields fields, ReadOnlySpan<byte> header)
    {
        string? interpreter = null;
        var isDynamic = false;
        var start = fields.Address(header[(fields.Is64 ? 32 : 28)..]);
        var size = fields.Half(header[(fields.Is64 ? 54 : 42)..]);
        var count = fields.Half(header[(fields.Is64 ? 56 : 44)..]);
        if (size < (fields.Is64 ? 56 : 32))
        {
            return (null, false);
        }
        var segment = new byte[size];
        for (var i = 0; i < count && ReadAt(stream, start + ((long)i * size), segment); i++)
        {
            switch (fields.Word(segment))
            {
                case DynamicSegment:
                    isDynamic = true;
                    break;
                case InterpreterSegment:
                    interpreter = Text(stream, fields.Address(segment.AsSpan(fields.Is64 ? 8 : 4)), fields.Address(segment.AsSpan(fields.Is64 ? 32 : 16)));
                    break;
            }
        }
        return (interpreter, isDynamic);
    }

    private static string? Text(Stream stream, long start, long length)
    {
        var bytes = new byte[Math.Clamp(length, 0, LongestInterpreter)];
        return ReadAt(stream, start, bytes) ? Encoding.UTF8.GetString(bytes).TrimEnd('\0') : null;
    }

    private static bool ReadAt(Stream stream, long position, Span<byte> bytes)
    {
        if (position < 0 || position > stream.Length - bytes.Length)
        {
            return false;
        }
        stream.Position = position;
        stream.ReadExactly(bytes);
        return true;
    }

    private readonly record struct Fields(int Bits, bool IsLittleEndian)
    {
        public bool Is64 => Bits == 64;

        public ushort Half(ReadOnlySpan<byte> bytes) =>
            IsLittleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

        public uint Word(ReadOnlySpan<byte> bytes) =>
            IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

        public long Address(ReadOnlySpan<byte> bytes) => !Is64
            ? Word(bytes)
            : IsLittleEndian ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
