using System.Buffers;

namespace Cake.Aimee.Archives;

/// <summary>Writes the headers of tar entries: new ones, and ones that say of an old entry that it has another name.</summary>
public static class TarHeader
{
    /// <summary>The longest name that fits a header block; a longer one stands in a pax record.</summary>
    private const int NameLength = 100;

    /// <summary>0644.</summary>
    private const int RegularMode = 0x1a4;

    /// <summary>Writes the header of a new entry, owned by root.</summary>
    /// <param name="output">Where it goes: one block, or three and more when the name is long.</param>
    /// <param name="type">What the entry makes.</param>
    /// <param name="path">Its path.</param>
    /// <param name="mode">Permission bits.</param>
    /// <param name="size">Length of the content that will follow, in bytes.</param>
    /// <param name="modified">Time of last change, in whole seconds since 1970.</param>
    public static void Create(
        IBufferWriter<byte> output, TarEntryType type, ReadOnlySpan<byte> path, int mode, long size = 0, long modified = 0) =>
        Create(output, new TarEntryHeader { Type = type, Path = path, Mode = mode, Size = size, Modified = modified });

    /// <summary>Writes the header of a new entry, owned by root.</summary>
    /// <param name="output">Where it goes: one block, or three and more when a name is long.</param>
    /// <param name="entry">What it says.</param>
    internal static void Create(IBufferWriter<byte> output, TarEntryHeader entry)
    {
        Span<byte> block = stackalloc byte[TarField.BlockSize];
        Start(block, (byte)('0' + (int)entry.Type), entry.Mode, entry.Size, entry.Modified);
        var records = new ArrayBufferWriter<byte>();
        SetName(block[TarField.Name], "path"u8, entry.Path, records);
        if (!entry.LinkPath.IsEmpty)
        {
            SetName(block[TarField.LinkName], "linkpath"u8, entry.LinkPath, records);
        }

        if (entry.Type is TarEntryType.CharacterDevice or TarEntryType.BlockDevice)
        {
            TarField.WriteNumber(block[TarField.DeviceMajor], entry.Device.Major);
            TarField.WriteNumber(block[TarField.DeviceMinor], entry.Device.Minor);
        }

        if (!entry.Capability.IsEmpty)
        {
            PaxRecords.Write(records, TarField.CapabilityKey, entry.Capability);
        }

        Finish(output, block, [], records);
    }

    /// <summary>
    /// Writes an entry's headers again for another path, leaving all else as it was: times, owners, extended
    /// attributes, the map of a sparse file.
    /// </summary>
    /// <param name="output">Where they go.</param>
    /// <param name="headers">All the headers of the entry, as <see cref="TarReader"/> found them.</param>
    /// <param name="type">What the entry is to make; <see cref="TarEntryType.HardLink"/> to make it a further name.</param>
    /// <param name="path">Its path.</param>
    /// <param name="linkPath">What a hard or symbolic link names.</param>
    public static void Rewrite(
        IBufferWriter<byte> output,
        ReadOnlySpan<byte> headers,
        TarEntryType type,
        ReadOnlySpan<byte> path,
        ReadOnlySpan<byte> linkPath)
    {
        var pax = TakeExtensions(ref headers);
        Span<byte> block = stackalloc byte[TarField.BlockSize];
        headers[..TarField.BlockSize].CopyTo(block);
        var sparseMap = headers[TarField.BlockSize..];

        ClearNamePrefix(block);
        if (type == TarEntryType.HardLink && block[TarField.Type] == 'S')
        {
            block[TarField.GnuSparseMap.Start..TarField.GnuRealSize.End].Clear();
            sparseMap = [];
        }

        if (type != TarEntryType.File)
        {
            block[TarField.Type] = (byte)('0' + (int)type);
            TarField.WriteNumber(block[TarField.Size], 0);
        }

        var records = new ArrayBufferWriter<byte>();
        var hasSparseName = CopyRecords(pax, type, path, records);
        if (!hasSparseName)
        {
            SetName(block[TarField.Name], "path"u8, path, records);
        }

        if (type is TarEntryType.HardLink or TarEntryType.SymbolicLink)
        {
            SetName(block[TarField.LinkName], "linkpath"u8, linkPath, records);
        }

        Finish(output, block, sparseMap, records);
    }

    /// <summary>Steps over the extended headers and returns the content of the pax header that counts, the last.</summary>
    private static ReadOnlySpan<byte> TakeExtensions(ref ReadOnlySpan<byte> headers)
    {
        ReadOnlySpan<byte> pax = [];
        while (headers[TarField.Type] is (byte)'x' or (byte)'L' or (byte)'K')
        {
            TarField.TryReadNumber(headers[TarField.Size], out var size);
            if (headers[TarField.Type] == 'x')
            {
                pax = headers.Slice(TarField.BlockSize, (int)size);
            }

            headers = headers[(TarField.BlockSize + (int)TarField.Padded(size))..];
        }

        return pax;
    }

    /// <summary>Copies what stays true under the new name.</summary>
    /// <returns>Whether the name stands among the records of a sparse file, and nowhere else.</returns>
    private static bool CopyRecords(
        ReadOnlySpan<byte> pax, TarEntryType type, ReadOnlySpan<byte> path, ArrayBufferWriter<byte> output)
    {
        var hasSparseName = false;
        var records = new PaxRecords(pax);
        while (records.Read())
        {
            if (records.Key.SequenceEqual("path"u8)
                || records.Key.SequenceEqual("linkpath"u8)
                || (type != TarEntryType.File && records.Key.SequenceEqual("size"u8))
                || (type == TarEntryType.HardLink && records.Key.StartsWith("GNU.sparse."u8)))
            {
                continue;
            }

            if (!records.Key.SequenceEqual("GNU.sparse.name"u8))
            {
                output.Write(records.Record);
            }
            else if (!hasSparseName)
            {
                PaxRecords.Write(output, records.Key, path);
                hasSparseName = true;
            }
        }

        return hasSparseName;
    }

    private static void ClearNamePrefix(Span<byte> block)
    {
        if (TarField.IsUstar(block))
        {
            var isStar = block[TarField.StarMagic].SequenceEqual("tar\0"u8);
            block[isStar ? TarField.StarPrefix : TarField.Prefix].Clear();
        }
    }

    private static void SetName(
        Span<byte> field, ReadOnlySpan<byte> key, ReadOnlySpan<byte> name, ArrayBufferWriter<byte> records)
    {
        field.Clear();
        name[..Math.Min(name.Length, NameLength)].CopyTo(field);
        if (name.Length > NameLength)
        {
            PaxRecords.Write(records, key, name);
        }
    }

    private static void Finish(
        IBufferWriter<byte> output, Span<byte> block, ReadOnlySpan<byte> sparseMap, ArrayBufferWriter<byte> records)
    {
        if (records.WrittenCount > 0)
        {
            WritePaxHeader(output, records.WrittenSpan);
        }

        TarField.WriteChecksum(block);
        output.Write(block);
        output.Write(sparseMap);
    }

    private static void Start(Span<byte> block, byte type, int mode, long size, long modified)
    {
        block.Clear();
        TarField.WriteNumber(block[TarField.Mode], mode);
        TarField.WriteNumber(block[TarField.Uid], 0);
        TarField.WriteNumber(block[TarField.Gid], 0);
        TarField.WriteNumber(block[TarField.Size], size);
        TarField.WriteNumber(block[TarField.Time], modified);
        block[TarField.Type] = type;
        "ustar\0"u8.CopyTo(block[TarField.Magic]);
        "00"u8.CopyTo(block[TarField.Version]);
    }

    private static void WritePaxHeader(IBufferWriter<byte> output, ReadOnlySpan<byte> records)
    {
        Span<byte> block = stackalloc byte[TarField.BlockSize];
        Start(block, (byte)'x', RegularMode, records.Length, modified: 0);
        "PaxHeaders"u8.CopyTo(block[TarField.Name]);
        TarField.WriteChecksum(block);
        output.Write(block);
        output.Write(records);

        var padding = (int)(TarField.Padded(records.Length) - records.Length);
        output.GetSpan(padding)[..padding].Clear();
        output.Advance(padding);
    }
}
