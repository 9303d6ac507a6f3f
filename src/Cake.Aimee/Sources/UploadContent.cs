using System.Net;

namespace Cake.Aimee.Sources;

/// <summary>A file as the body of a request, which says when some of it has gone out.</summary>
internal sealed class UploadContent(string path) : HttpContent
{
    private const int ChunkSize = 128 * 1024;

    /// <summary>Called after each piece.</summary>
    public Action OnProgress { get; set; } = () => { };

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkSize];
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                OnProgress();
            }
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = new FileInfo(path).Length;
        return true;
    }
}
