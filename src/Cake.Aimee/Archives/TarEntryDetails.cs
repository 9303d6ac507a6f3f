using System.Buffers.Text;

namespace Cake.Aimee.Archives;

/// <summary>What an entry's headers say besides name, type and size: what is needed to unpack it.</summary>
internal sealed class TarEntryDetails
{
    private FileTime? _paxModified;
    private long? _pieceOffset;

    /// <summary>Mode bits as they stand, which may be more than the permissions.</summary>
    public int Mode { get; private set; }

    /// <summary>Time of last change.</summary>
    public FileTime Modified { get; private set; }

    /// <summary>A device's major and minor number.</summary>
    public (uint Major, uint Minor) Device { get; private set; }

    /// <summary>The attribute <c>security.capability</c>; empty for none.</summary>
    public byte[] Capability { get; private set; } = [];

    /// <summary>The map of a sparse file; null for another.</summary>
    public SparseMap? Sparse { get; private set; }

    /// <summary>Whether the map stands before the content.</summary>
    public bool SparseMapIsInContent { get; private set; }

    public void Clear()
    {
        _paxModified = null;
        _pieceOffset = null;
        Capability = [];
        Sparse = null;
        SparseMapIsInContent = false;
    }

    /// <summary>Takes in a pax header; of several the last counts.</summary>
    /// <exception cref="FormatException">A record breaks its format.</exception>
    public void AddPax(ReadOnlySpan<byte> content)
    {
        Clear();
        var records = new PaxRecords(content);
        while (records.Read())
        {
            if (records.Key.SequenceEqual("mtime"u8))
            {
                _paxModified = records.Value.IsEmpty ? null : ReadTime(records.Value);
            }
            else if (records.Key.SequenceEqual(TarField.CapabilityKey))
            {
                Capability = records.Value.ToArray();
            }
            else if (records.Key.StartsWith("GNU.sparse."u8))
            {
                AddSparseRecord(records.Key["GNU.sparse.".Length..], records.Value);
            }
        }
    }

    /// <summary>Takes in the entry's own header.</summary>
    /// <exception cref="FormatException">A number in it is none.</exception>
    public void AddHeader(ReadOnlySpan<byte> header)
    {
        Mode = (int)(Number(header[TarField.Mode], "mode") & 0xfff);
        Modified = _paxModified ?? new(Number(header[TarField.Time], "time"), 0);
        var type = (char)header[TarField.Type];
        if (type is '3' or '4')
        {
            Device = ((uint)Number(header[TarField.DeviceMajor], "device"), (uint)Number(header[TarField.DeviceMinor], "device"));
        }
        else if (type == 'S')
        {
            Sparse = new SparseMap { RealSize = Number(header[TarField.GnuRealSize], "size") };
            Sparse.AddFields(header[TarField.GnuSparseMap]);
        }
    }

    /// <summary>Takes in a further block of the map of a sparse file.</summary>
    /// <exception cref="FormatException">A number in it is none.</exception>
    public void AddSparseBlock(ReadOnlySpan<byte> block) => Sparse?.AddFields(block[..TarField.GnuSparseBlockContinues]);

    private void AddSparseRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Sparse ??= new SparseMap();
        if (key.SequenceEqual("size"u8) || key.SequenceEqual("realsize"u8))
        {
            Sparse.RealSize = SparseMap.Number(value);
        }
        else if (key.SequenceEqual("offset"u8))
        {
            _pieceOffset = SparseMap.Number(value);
        }
        else if (key.SequenceEqual("numbytes"u8))
        {
            Sparse.Add(_pieceOffset ?? 0, SparseMap.Number(value));
        }
        else if (key.SequenceEqual("map"u8))
        {
            Sparse.AddList(value);
        }
        else if (key.SequenceEqual("major"u8))
        {
            SparseMapIsInContent = SparseMap.Number(value) == 1;
        }
    }

    private static long Number(ReadOnlySpan<byte> field, string what) =>
        TarField.TryReadNumber(field, out var number) ? number : throw new FormatException($"its {what} is no number");

    /// <summary>Reads decimal seconds with a fraction: <c>-1.5</c> is half a second before -1.</summary>
    private static FileTime ReadTime(ReadOnlySpan<byte> text)
    {
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (!Utf8Parser.TryParse(whole, out long seconds, out var length) || length != whole.Length || fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            throw new FormatException("the time in its pax header is no number");
        }

        var nanoseconds = 0;
        for (var digit = 0; digit < 9; digit++)
        {
            nanoseconds = (nanoseconds * 10) + (digit < fraction.Length ? fraction[digit] - '0' : 0);
        }

        return nanoseconds > 0 && text[0] == '-' ? new(seconds - 1, 1_000_000_000 - nanoseconds) : new(seconds, nanoseconds);
    }
}
