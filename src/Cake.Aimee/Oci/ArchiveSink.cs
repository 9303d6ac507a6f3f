using System.Buffers;
using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>Writes an OCI image layout into a tar archive. A blob's header is written once its digest is known.</summary>
internal sealed class ArchiveSink : ImageSink
{
    private const int FileMode444 = 0x124;

    private readonly OutputPlace _place;
    private readonly FileStream _file;

    /// <param name="path">The output.</param>
    /// <param name="place">Where it is written meanwhile.</param>
    public ArchiveSink(string path, OutputPlace place)
    {
        if (Directory.Exists(path))
        {
            throw new AimeeException($"{path}: a directory is here; an archive can not take its place.");
        }

        _place = place;
        _file = new FileStream(_place.TemporaryPath, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
        });
    }

    public override BlobWriter CreateBlob() => new TarBlob(_file);

    public override void AddFile(string name, ReadOnlySpan<byte> content)
    {
        var start = _file.Position;
        _file.Position += TarField.BlockSize;
        _file.Write(content);
        FinishEntry(_file, start, name);
    }

    public override void Commit()
    {
        _file.Write(new byte[2 * TarField.BlockSize]);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        _place.Commit();
    }

    public override void Dispose()
    {
        _file.Dispose();
        _place.Dispose();
    }

    /// <summary>Pads the content that was written and puts the header before it.</summary>
    /// <returns>Length of the content in bytes.</returns>
    private static long FinishEntry(FileStream file, long start, string name)
    {
        var length = file.Position - start - TarField.BlockSize;
        file.Write(new byte[TarField.Padded(length) - length]);

        var header = new ArrayBufferWriter<byte>();
        TarHeader.Create(header, TarEntryType.File, Encoding.UTF8.GetBytes(name), FileMode444, length);
        RandomAccess.Write(file.SafeFileHandle, header.WrittenSpan, start);
        return length;
    }

    private sealed class TarBlob : BlobWriter
    {
        private readonly FileStream _file;
        private readonly long _start;
        private bool _isCommitted;

        public TarBlob(FileStream file)
        {
            _file = file;
            _start = file.Position;
            file.Position += TarField.BlockSize;
        }

        public override Stream Content => _file;

        public override long Commit(Digest digest)
        {
            _isCommitted = true;
            return FinishEntry(_file, _start, OciLayout.BlobPath(digest));
        }

        public override void Dispose()
        {
            if (!_isCommitted && _file.CanWrite)
            {
                _file.SetLength(_start);
                _file.Position = _start;
            }
        }
    }
}
