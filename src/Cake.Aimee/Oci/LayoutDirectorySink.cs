using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Writes an OCI image layout into a directory.</summary>
internal sealed class LayoutDirectorySink : ImageSink
{
    private readonly OutputPlace _place;

    // Not flushed one by one: until the last one is written, the disk is kept busy by decompressed layers, which go unwritten then.
    private readonly List<SafeFileHandle> _written = [];

    /// <param name="path">The output.</param>
    /// <param name="place">Where it is written meanwhile.</param>
    public LayoutDirectorySink(string path, OutputPlace place)
    {
        if (File.Exists(path) || (Directory.Exists(path) && !IsLayoutOrEmpty(path)))
        {
            throw new AimeeException($"{path}: something else than an OCI image layout is here, which is not overwritten.");
        }

        _place = place;
        Directory.CreateDirectory(Path.Combine(_place.TemporaryPath, "blobs", "sha256"));
    }

    public override BlobWriter CreateBlob() => new FileBlob(_place.TemporaryPath, _written, LeavesMemory);

    public override void AddFile(string name, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(Path.Combine(_place.TemporaryPath, name), FileMode.CreateNew, FileAccess.Write);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    public override void Commit()
    {
        _written.ForEach(RandomAccess.FlushToDisk);
        foreach (var directory in Directory.EnumerateDirectories(_place.TemporaryPath, "*", SearchOption.AllDirectories))
        {
            PosixFile.FlushDirectory(directory);
        }

        PosixFile.FlushDirectory(_place.TemporaryPath);
        _place.Commit();
    }

    public override void Dispose()
    {
        _written.ForEach(file => file.Dispose());
        _place.Dispose();
    }

    private static bool IsLayoutOrEmpty(string path) =>
        File.Exists(Path.Combine(path, OciLayout.MarkerFile)) || !Directory.EnumerateFileSystemEntries(path).Any();

    private sealed class FileBlob : BlobWriter
    {
        private readonly string _layout;
        private readonly string _path;
        private readonly SafeFileHandle _file;
        private readonly List<SafeFileHandle> _written;
        private bool _isCommitted;

        public FileBlob(string layout, List<SafeFileHandle> written, bool leavesMemory)
        {
            (_layout, _written) = (layout, written);
            _path = Path.Combine(layout, "blobs", "partial");
            _file = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
            Content = new FileWriteStream(_file, leavesMemory);
        }

        public override Stream Content { get; }

        public override long Commit(Digest digest)
        {
            File.Move(_path, Path.Combine(_layout, OciLayout.BlobPath(digest)), overwrite: true);
            _written.Add(_file);
            _isCommitted = true;
            return RandomAccess.GetLength(_file);
        }

        public override void Dispose()
        {
            if (!_isCommitted)
            {
                _file.Dispose();
                File.Delete(_path);
            }
        }
    }
}
