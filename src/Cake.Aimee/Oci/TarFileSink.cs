using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Oci;

/// <summary>Takes one blob, and lets it appear as a file.</summary>
internal sealed class TarFileSink : ImageSink
{
    private readonly OutputPlace _place;
    private readonly SafeFileHandle _file;

    /// <param name="path">The output.</param>
    /// <param name="place">Where it is written meanwhile.</param>
    public TarFileSink(string path, OutputPlace place)
    {
        if (Directory.Exists(path))
        {
            throw new AimeeException($"{path}: a directory is here; an archive can not take its place.");
        }

        _place = place;
        _file = File.OpenHandle(_place.TemporaryPath, FileMode.CreateNew, FileAccess.Write);
    }

    public override BlobWriter CreateBlob() => new OnlyBlob(_file, LeavesMemory);

    public override void AddFile(string name, ReadOnlySpan<byte> content) => throw new NotSupportedException();

    public override void Commit()
    {
        RandomAccess.FlushToDisk(_file);
        _file.Dispose();
        _place.Commit();
    }

    public override void Dispose()
    {
        _file.Dispose();
        _place.Dispose();
    }

    private sealed class OnlyBlob(SafeFileHandle file, bool leavesMemory) : BlobWriter
    {
        public override Stream Content { get; } = new FileWriteStream(file, leavesMemory);

        public override long Commit(Digest digest) => RandomAccess.GetLength(file);

        public override void Dispose() => Content.Dispose();
    }
}
