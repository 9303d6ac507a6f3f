using System.Buffers;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Archives;

/// <summary>Writes the entries of a tree as a tar archive.</summary>
/// <param name="root">The directory.</param>
/// <param name="request">What is asked for.</param>
/// <param name="output">Where the archive goes.</param>
internal sealed class TreePacker(DirectoryHandle root, PackRequest request, ChunkWriter output)
{
    private const string Capability = "security.capability";
    private const int AnyExecute = 0x49;
    private const int LinkMode = 0x1ff;

    private readonly ArrayBufferWriter<byte> _header = new();
    private readonly long _latest = request.ClampTo.ToUnixTimeSeconds();

    /// <summary>Writes them in order, and the archive's end.</summary>
    /// <exception cref="AimeeException">Something can not be read, or changes meanwhile.</exception>
    public void Write(IEnumerable<PackEntry> entries)
    {
        foreach (var entry in entries)
        {
            try
            {
                Write(entry);
            }
            catch (IOException exception)
            {
                throw new AimeeException($"{request.Directory}/{entry}: can not be packed: {exception.Message}", exception);
            }
        }

        output.Write(stackalloc byte[2 * TarField.BlockSize]);
    }

    private void Write(PackEntry entry)
    {
        switch (entry)
        {
            case { Content: { } content }:
                WriteHeader(entry, []);
                output.Write(content.Span);
                Pad(content.Length);
                break;
            case { Type: TarEntryType.File }:
                WriteFile(entry);
                break;
            case { Type: TarEntryType.SymbolicLink }:
                WriteHeader(entry with { LinkPath = root.ReadLink(entry.Name) }, []);
                break;
            default:
                WriteHeader(entry, []);
                break;
        }
    }

    private void WriteFile(PackEntry entry)
    {
        using var file = root.OpenFile(entry.Name);
        WriteHeader(entry, (entry.Status.Mode & AnyExecute) == 0 ? [] : DirectoryHandle.ReadAttribute(file, Capability));
        Copy(file, entry);
        Pad(entry.Status.Size);
    }

    private void Copy(SafeFileHandle file, PackEntry entry)
    {
        for (var left = entry.Status.Size; ;)
        {
            // One byte more than there should be: so that one call tells that this is the end.
            var free = output.Free;
            var wanted = (int)Math.Min(free.Length, left + 1);
            var count = DirectoryHandle.Read(file, free[..wanted]);
            if (count > left || (count == 0 && left > 0))
            {
                throw Changed(entry);
            }

            output.Advance(count);
            left -= count;
            if (left == 0 && count < wanted)
            {
                return;
            }
        }
    }

    private AimeeException Changed(PackEntry entry) => new(
        $"{request.Directory}/{entry}: its size of {entry.Status.Size} bytes changed while it was being packed: something is still writing to it.");

    private void WriteHeader(PackEntry entry, ReadOnlySpan<byte> capability)
    {
        _header.ResetWrittenCount();
        TarHeader.Create(_header, new TarEntryHeader
        {
            Type = entry.Type,
            Path = entry.Type == TarEntryType.Directory ? [.. entry.Path, (byte)'/'] : entry.Path,
            LinkPath = entry.LinkPath,
            Mode = entry.Type == TarEntryType.SymbolicLink ? LinkMode : entry.Status.Mode,
            Size = entry.Type == TarEntryType.File ? entry.Status.Size : 0,
            Modified = Math.Min(entry.Status.Modified, _latest),
            Device = (entry.Status.DeviceMajor, entry.Status.DeviceMinor),
            Capability = capability,
        });
        output.Write(_header.WrittenSpan);
    }

    private void Pad(long length)
    {
        Span<byte> zeros = stackalloc byte[TarField.BlockSize];
        output.Write(zeros[..(int)(TarField.Padded(length) - length)]);
    }
}
