namespace Cake.Aimee.Oci;

/// <summary>A blob that is being written, before its digest is known; without <see cref="Commit"/> it is dropped.</summary>
internal abstract class BlobWriter : IDisposable
{
    /// <summary>Where to write the blob.</summary>
    public abstract Stream Content { get; }

    /// <summary>Stores the blob under its digest.</summary>
    /// <returns>Its length in bytes.</returns>
    public abstract long Commit(Digest digest);

    public abstract void Dispose();
}
