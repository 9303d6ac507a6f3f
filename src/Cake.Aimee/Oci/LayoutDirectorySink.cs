using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Writes an OCI image layout into a directory.</summary>
internal sealed class LayoutDirectorySink : ImageSink
{
    private readonly PendingPath _pending;

    public LayoutDirectorySink(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && !IsLayoutOrEmpty(path)))
        {
            throw new AimeeException($"{path}: something else than an OCI image layout is here, which is not overwritten.");
        }

        _pending = new PendingPath(path);
        Directory.CreateDirectory(Path.Combine(_pending.TemporaryPath, "blobs", "sha256"));
    }

    public override BlobWriter CreateBlob() => new FileBlob(_pending.TemporaryPath);

    public override void AddFile(string name, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(Path.Combine(_pending.TemporaryPath, name), FileMode.CreateNew, FileAccess.Write);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    public override void Commit()
    {
        foreach (var directory in Directory.EnumerateDirectories(_pending.TemporaryPath, "*", SearchOption.AllDirectories))
        {
            PosixFile.FlushDirectory(directory);
        }

        PosixFile.FlushDirectory(_pending.TemporaryPath);
        _pending.Commit();
    }

    public override void Dispose() => _pending.Dispose();

    private static bool IsLayoutOrEmpty(string path) =>
        File.Exists(Path.Combine(path, OciLayout.MarkerFile)) || !Directory.EnumerateFileSystemEntries(path).Any();

    private sealed class FileBlob : BlobWriter
    {
        private readonly string _layout;
        private readonly string _path;
        private readonly SafeFileHandle _file;

        public FileBlob(string layout)
        {
            _layout = layout;
            _path = Path.Combine(layout, "blobs", "partial");
            _file = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
            Content = new FileWriteStream(_file, willBeFlushed: true);
        }

        public override Stream Content { get; }

        public override long Commit(Digest digest)
        {
            var length = RandomAccess.GetLength(_file);
            RandomAccess.FlushToDisk(_file);
            _file.Dispose();
            File.Move(_path, Path.Combine(_layout, OciLayout.BlobPath(digest)), overwrite: true);
            return length;
        }

        public override void Dispose()
        {
            _file.Dispose();
            File.Delete(_path);
        }
    }
}
