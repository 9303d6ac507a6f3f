using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Tests.Sources;

/// <summary>What the tests of this room share: a directory, some content, and a fetcher that does not wait long.</summary>
internal abstract class SourceTests
{
    protected static readonly ProcessRunner Runner = new();

    /// <summary>A gzip file of about 300 KB.</summary>
    protected static readonly byte[] Content = Gzip(RandomBytes(1, 300_000));

    private readonly List<IDisposable> _open = [];

    protected string Top { get; private set; } = "";

    protected string SourcesDirectory => Path.Combine(Top, "sources");

    protected SourceSettings Settings => new(SourcesDirectory)
    {
        FirstDelay = TimeSpan.FromMilliseconds(10),
        StallTime = TimeSpan.FromSeconds(1),
    };

    [SetUp]
    public void MakeDirectory() => Top = Directory.CreateTempSubdirectory("aimee-").FullName;

    [TearDown]
    public void RemoveDirectory()
    {
        _open.ForEach(item => item.Dispose());
        _open.Clear();
        Directory.Delete(Top, recursive: true);
    }

    protected static byte[] RandomBytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    protected static byte[] Gzip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return result.ToArray();
    }

    protected static Checksum ChecksumOf(byte[] content) => new(ChecksumAlgorithm.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));

    protected static Source SourceOf(string uri, byte[]? content = null) =>
        new(SourceUri.Parse(uri)) { Checksums = content is null ? [] : [ChecksumOf(content)], TrustOnFirstUse = content is null };

    protected LoopbackServer Serve(Func<Question, System.Net.Sockets.NetworkStream, Task> answer) => Serve((question, stream, _) => answer(question, stream));

    protected LoopbackServer Serve(Func<Question, System.Net.Sockets.NetworkStream, CancellationToken, Task> answer)
    {
        var server = new LoopbackServer(answer);
        _open.Add(server);
        return server;
    }

    protected LoopbackServer ServeContent(byte[] content) => Serve((question, stream) => LoopbackServer.ServeAsync(question, stream, content, "\"1\""));

    protected Task<FetchedSource> FetchAsync(Source source, SourceSettings? settings = null, Action<FetchProgress>? onProgress = null) =>
        FetcherOf(settings ?? Settings).FetchAsync(source, onProgress, default);

    protected SourceFetcher FetcherOf(SourceSettings settings)
    {
        var fetcher = new SourceFetcher(settings, Runner);
        _open.Add(fetcher);
        return fetcher;
    }

    /// <summary>The visible files of the sources directory: what users and other programs see.</summary>
    protected ImmutableArray<string> Visible() =>
        Directory.Exists(SourcesDirectory) ? [.. Directory.GetFiles(SourcesDirectory).Select(Path.GetFileName).Order(StringComparer.Ordinal)!] : [];

    protected async Task<string> ShellAsync(string script) =>
        (await Runner.RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script) with { WorkingDirectory = Top }, default)).Output;
}
