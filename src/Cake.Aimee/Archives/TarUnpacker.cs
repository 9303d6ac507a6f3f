using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>Unpacks a tar archive that is no longer compressed.</summary>
/// <param name="archive">What to call the archive in messages.</param>
/// <param name="target">Where it is unpacked.</param>
internal sealed class TarUnpacker(string archive, UnpackDirectory target)
{
    private const int BufferSize = 256 * 1024;
    private const int FifoType = 0x1000;
    private const int CharacterType = 0x2000;
    private const int BlockType = 0x6000;

    /// <summary>Unpacks all entries and reads the stream to its end, so that what compressed it can say that all is well.</summary>
    /// <exception cref="AimeeException">The archive is damaged, asks for what it may not, or can not be written to disk.</exception>
    public void Unpack(Stream content, CancellationToken cancellationToken)
    {
        var reader = new TarReader(content, archive, BufferSize) { Details = new TarEntryDetails() };
        while (reader.Read())
        {
            UnpackFaults.Explain(archive, target.Path, reader.Path, reader, entry => Unpack(entry, cancellationToken));
        }

        if (reader.IsCutOff)
        {
            throw new AimeeException($"{archive}: the archive is truncated: it ends without the zeros that stand at an archive's end.");
        }

        var rest = new byte[BufferSize];
        while (content.Read(rest) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Unpack(TarReader entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var details = entry.Details!;
        switch (entry.Type)
        {
            case TarEntryType.File:
                UnpackFile(entry, details, cancellationToken);
                break;
            case TarEntryType.Directory:
                target.AddDirectory(entry.Path, details.Mode, details.Modified);
                break;
            case TarEntryType.SymbolicLink:
                target.AddSymbolicLink(entry.Path, entry.LinkPath, details.Modified);
                break;
            case TarEntryType.HardLink:
                target.AddLink(entry.Path, entry.LinkPath);
                break;
            case var type:
                var number = type == TarEntryType.Fifo ? FifoType : type == TarEntryType.CharacterDevice ? CharacterType : BlockType;
                target.AddNode(entry.Path, number, details.Mode, details.Device, details.Modified);
                break;
        }
    }

    private void UnpackFile(TarReader entry, TarEntryDetails details, CancellationToken cancellationToken)
    {
        using var file = target.CreateFile(entry.Path);
        if (details.Sparse is { } map)
        {
            CopySparse(entry, details, map, file, cancellationToken);
        }
        else
        {
            Copy(entry, 0, file, 0, entry.DataLength, cancellationToken);
        }

        target.Complete(file, details.Mode, details.Modified, details.Capability);
    }

    private static void CopySparse(
        TarReader entry, TarEntryDetails details, SparseMap map, NewFile file, CancellationToken cancellationToken)
    {
        if (details.SparseMapIsInContent)
        {
            map.ReadLines(position => entry.ReadData(position).ToArray());
        }

        map.Check(entry.DataLength - map.StoredLength);
        var stored = map.StoredLength;
        foreach (var (offset, length) in map.Pieces)
        {
            Copy(entry, stored, file, offset, length, cancellationToken);
            stored += length;
        }

        file.SetLength(map.RealSize);
    }

    private static void Copy(
        TarReader entry, long from, NewFile file, long to, long length, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var data = entry.ReadData(from);
            data = data[..(int)Math.Min(data.Length, length)];
            file.Write(data, to);
            from += data.Length;
            to += data.Length;
            length -= data.Length;
        }
    }
}
