using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cake.Aimee.Tests.Sources;

/// <summary>A question as it came.</summary>
internal sealed record Question(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Method => Line.Split(' ')[0];

    public string Path => Line.Split(' ')[1];

    /// <summary>The first byte that is asked for; null when all are.</summary>
    public int? From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : null;
}

/// <summary>An HTTP server on the loopback whose every byte a test decides: one connection for each question.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Question, NetworkStream, CancellationToken, Task> _answer;

    public LoopbackServer(Func<Question, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The questions so far.</summary>
    public ConcurrentQueue<Question> Questions { get; } = new();

    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Writes an answer: status, headers and body as they are.</summary>
    public static async Task WriteAsync(NetworkStream stream, string status, string headers, ReadOnlyMemory<byte> body)
    {
        var lines = headers.Length > 0 ? headers.ReplaceLineEndings("\r\n") + "\r\n" : "";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n"));
        await stream.WriteAsync(body);
    }

    /// <summary>Answers as a good server does, with ranges.</summary>
    public static Task ServeAsync(Question question, NetworkStream stream, byte[] content, string mark)
    {
        var from = question.From ?? 0;
        if (from > 0 && (!question.Headers.TryGetValue("If-Range", out var condition) || condition == mark))
        {
            return WriteAsync(stream, "206 Partial Content",
                $"ETag: {mark}\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}\nContent-Length: {content.Length - from}", content.AsMemory(from));
        }
        return WriteAsync(stream, "200 OK", $"ETag: {mark}\nContent-Length: {content.Length}", content);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var question = await ReadAsync(stream);
                Questions.Enqueue(question);
                await _answer(question, stream, _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The other side has gone, or the test is over.
            }
        }
    }

    private async Task<Question> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray())) && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Add(one[0]);
        }
        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new(lines.FirstOrDefault() ?? "", headers, body);
    }
}
