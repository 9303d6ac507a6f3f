using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>
/// Goes through the entries of a tar archive (POSIX ustar and pax, GNU, star, the oldest form) without touching
/// their content. Names stay bytes, and each entry tells where its raw headers lie, so that it can be copied as it
/// is. Where records contradict each other they are read as Go's <c>archive/tar</c> does, because that is what
/// container engines see. Global pax headers are skipped, as engines skip them.
/// </summary>
/// <param name="archive">The archive, not compressed; read from its present position, which counts as byte 0.</param>
/// <param name="name">What to call the archive in messages.</param>
/// <param name="bufferSize">How many bytes are read at once.</param>
public sealed class TarReader(Stream archive, string name, int bufferSize = 32 * 1024)
{
    // As in Go's reader: an attribute of a file is at most 64 KiB, so nothing honest is larger.
    private const int MaximumExtension = 1024 * 1024;

    // All headers of one entry are held in memory at once when its name changes.
    private const int MaximumHeaders = 64 * 1024 * 1024;

    private readonly ReadWindow _window = new(archive, bufferSize);
    private readonly TarExtensions _extensions = new();
    private readonly long _length = archive.CanSeek ? archive.Length - archive.Position : long.MaxValue;
    private long _next;

    /// <summary>What the entry makes.</summary>
    public TarEntryType Type { get; private set; }

    /// <summary>The entry's path as it is spelled, until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> Path => _extensions.Path;

    /// <summary>What a hard or symbolic link names, as it is spelled, until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> LinkPath => _extensions.LinkPath;

    /// <summary>Where the entry's headers begin, in bytes from the start of the archive.</summary>
    public long HeaderOffset { get; private set; }

    /// <summary>Length of all the entry's headers; its content follows.</summary>
    public int HeaderLength { get; private set; }

    /// <summary>Length of the content as it is stored, in bytes; the rest of its last block is padding.</summary>
    public long DataLength { get; private set; }

    /// <summary>Whether the headers tell name, type and size in one way only, so that every program reads them alike.</summary>
    public bool IsUnambiguous { get; private set; }

    /// <summary>Whether the archive ended as it should, with two blocks of zeros.</summary>
    public bool HasTrailer { get; private set; }

    /// <summary>Global pax headers that were skipped though they say more than a comment.</summary>
    public int IgnoredGlobalHeaders { get; private set; }

    /// <summary>Whether the archive just stops, without any block of zeros: it is cut off, or its writer was.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Takes in what else the headers say; null when nobody wants to know.</summary>
    internal TarEntryDetails? Details { get; init; }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False at the end of the archive.</returns>
    /// <exception cref="AimeeException">The archive is damaged or not one; the message names it and the entry.</exception>
    public bool Read()
    {
        _extensions.Clear();
        Details?.Clear();
        HeaderOffset = _next;
        for (var at = _next; ;)
        {
            var header = _window.Peek(at, TarField.BlockSize);
            if (header.Length < TarField.BlockSize || header.IndexOfAnyExcept((byte)0) < 0)
            {
                return End(at, header.Length);
            }

            if (!TarField.HasRightChecksum(header))
            {
                throw Fault(at, at == 0 ? "this is no tar archive" : "the header's checksum is wrong: the archive is damaged");
            }

            var type = (char)header[TarField.Type];
            if (type is not ('x' or 'g' or 'L' or 'K'))
            {
                ReadEntry(at, header);
                return true;
            }

            at = ReadExtension(at, type, header);
        }
    }

    /// <summary>The entry as a message names it: archive, path and place.</summary>
    public string Describe() => $"{name}: entry \"{TarName.Display(Path)}\" at byte {HeaderOffset}";

    /// <summary>Reads some of the entry's content.</summary>
    /// <param name="position">Bytes from the content's start; never before an earlier call's.</param>
    /// <returns>The bytes, valid until the next call; empty at the content's end.</returns>
    /// <exception cref="AimeeException">The archive ends before the content does.</exception>
    internal ReadOnlySpan<byte> ReadData(long position)
    {
        var count = (int)Math.Min(DataLength - position, bufferSize);
        var at = HeaderOffset + HeaderLength + position;
        var data = _window.Peek(at, count);
        return data.Length == count ? data : throw Fault(HeaderOffset, "the archive ends in the middle of its content: it is truncated");
    }

    private bool End(long at, int available)
    {
        if (at != HeaderOffset)
        {
            throw Fault(at, "the archive ends after an extended header, before the entry that it belongs to");
        }

        if (available is > 0 and < TarField.BlockSize)
        {
            throw Fault(at, "the archive ends in the middle of a header");
        }

        var second = _window.Peek(at + available, TarField.BlockSize);
        if (second.IndexOfAnyExcept((byte)0) >= 0)
        {
            throw Fault(at, "a single block of zeros stands between entries: the archive is damaged");
        }

        IsCutOff = available == 0;
        HasTrailer = second.Length == TarField.BlockSize;
        return false;
    }

    private long ReadExtension(long at, char type, ReadOnlySpan<byte> header)
    {
        if (!TarField.TryReadNumber(header[TarField.Size], out var size) || size is < 0 or > MaximumExtension)
        {
            throw Fault(at, $"its extended header has no size between 0 and {MaximumExtension} bytes");
        }

        CheckHeaderLength(at);
        var end = at + TarField.BlockSize + TarField.Padded(size);
        var content = _window.Peek(at + TarField.BlockSize, (int)TarField.Padded(size));
        if (content.Length < TarField.Padded(size))
        {
            throw Fault(at, "the archive ends in the middle of an extended header");
        }

        try
        {
            if (type != 'g')
            {
                _extensions.Add(type, content[..(int)size]);
                if (type == 'x')
                {
                    Details?.AddPax(content[..(int)size]);
                }
            }
            else if (at != HeaderOffset)
            {
                throw new FormatException("a global header stands between the entry's own headers");
            }
            else
            {
                IgnoredGlobalHeaders += TarExtensions.SaysMoreThanComment(content[..(int)size]) ? 1 : 0;
                HeaderOffset = end;
            }
        }
        catch (FormatException exception)
        {
            throw Fault(at, exception.Message);
        }

        return end;
    }

    private void ReadEntry(long at, ReadOnlySpan<byte> header)
    {
        var typeFlag = (char)header[TarField.Type];
        IsUnambiguous = _extensions.Complete(header);
        Type = ReadType(at, typeFlag);
        AddDetails(at, details => details.AddHeader, header);
        if (!TarField.TryReadNumber(header[TarField.Size], out var size))
        {
            throw Fault(at, "its size is no number");
        }

        size = _extensions.Size ?? size;
        if (size < 0)
        {
            throw Fault(at, $"its size is negative ({size})");
        }

        if (Type != TarEntryType.File && size != 0)
        {
            // Only files have content; what a link says of its target's size is not there to be skipped.
            IsUnambiguous = false;
            size = 0;
        }

        var dataOffset = at + TarField.BlockSize;
        if (typeFlag == 'S')
        {
            dataOffset = SkipSparseMap(at, header);
        }

        if (size > _length || dataOffset + TarField.Padded(size) > _length)
        {
            throw Fault(at, $"its content of {size} bytes goes beyond the end of the archive at byte {_length}: the archive is truncated, or the size is false");
        }

        HeaderLength = (int)(dataOffset - HeaderOffset);
        DataLength = size;
        _next = dataOffset + TarField.Padded(size);
    }

    private TarEntryType ReadType(long at, char typeFlag)
    {
        switch (typeFlag)
        {
            case '\0' when Path.EndsWith("/"u8):
                // The oldest archives know no directories but by the end of their names.
                IsUnambiguous = false;
                return TarEntryType.Directory;
            case '0' when Path.EndsWith("/"u8):
                IsUnambiguous = false;
                return TarEntryType.File;
            case '\0' or '0' or '7' or 'S': return TarEntryType.File;
            case '1': return TarEntryType.HardLink;
            case '2': return TarEntryType.SymbolicLink;
            case '3': return TarEntryType.CharacterDevice;
            case '4': return TarEntryType.BlockDevice;
            case '5': return TarEntryType.Directory;
            case '6': return TarEntryType.Fifo;
            default:
                throw Fault(at, $"its type '{TarName.Display([(byte)typeFlag])}' is none that is known here");
        }
    }

    private long SkipSparseMap(long at, ReadOnlySpan<byte> header)
    {
        var continues = header[TarField.GnuSparseContinues] != 0;
        at += TarField.BlockSize;
        while (continues)
        {
            var block = _window.Peek(at, TarField.BlockSize);
            if (block.Length < TarField.BlockSize)
            {
                throw Fault(at, "the archive ends in the middle of the map of a sparse file");
            }

            CheckHeaderLength(at);
            AddDetails(at, details => details.AddSparseBlock, block);
            continues = block[TarField.GnuSparseBlockContinues] != 0;
            at += TarField.BlockSize;
        }

        return at;
    }

    private void AddDetails(long at, Func<TarEntryDetails, Action<ReadOnlySpan<byte>>> add, ReadOnlySpan<byte> block)
    {
        try
        {
            if (Details is not null)
            {
                add(Details)(block);
            }
        }
        catch (FormatException exception)
        {
            throw Fault(at, exception.Message);
        }
    }

    private void CheckHeaderLength(long at)
    {
        if (at - HeaderOffset > MaximumHeaders)
        {
            throw Fault(at, $"its headers have more than {MaximumHeaders} bytes");
        }
    }

    private AimeeException Fault(long at, string reason)
    {
        var entry = Path.IsEmpty ? "" : $" entry \"{TarName.Display(Path)}\",";
        return new AimeeException($"{name}:{entry} header at byte {at}: {reason}.");
    }
}
