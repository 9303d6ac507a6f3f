using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cake.Aimee.Tests.Sources;

/// <summary>An FTP server on the loopback (RFC 959, and EPSV of RFC 2428) that has one file below <c>/pub</c>.</summary>
internal sealed class LoopbackFtpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _content;

    public LoopbackFtpServer(byte[] content)
    {
        _content = content;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>How many bytes it sends before it breaks off.</summary>
    public int Limit { get; set; } = int.MaxValue;

    public ConcurrentQueue<string> Commands { get; } = new();

    public string Address => $"ftp://{_listener.LocalEndpoint}";

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var owned = client;
        using var data = new TcpListener(IPAddress.Loopback, 0);
        data.Start();
        using var reader = new StreamReader(client.GetStream());
        using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        try
        {
            await writer.WriteLineAsync("220 ready");
            var start = 0;
            var isThere = false;
            while (await reader.ReadLineAsync() is { } command)
            {
                Commands.Enqueue(command);
                var word = command.Split(' ')[0].ToUpperInvariant();
                var argument = command[Math.Min(command.Length, word.Length + 1)..];
                isThere = word == "CWD" ? argument == "pub" : isThere;
                start = word == "REST" ? int.Parse(argument, CultureInfo.InvariantCulture) : start;
                var answer = word switch
                {
                    "USER" => "331 password",
                    "PASS" => "230 welcome",
                    "PWD" => "257 \"/\"",
                    "CWD" => isThere ? "250 there" : "550 no such directory",
                    "TYPE" => "200 type",
                    "SIZE" => isThere ? $"213 {_content.Length}" : "550 no such file",
                    "REST" => "350 from there",
                    "EPSV" => $"229 passive (|||{((IPEndPoint)data.LocalEndpoint).Port}|)",
                    "RETR" => isThere ? "150 here it comes" : "550 no such file",
                    "QUIT" => "221 bye",
                    _ => "502 not known",
                };
                await writer.WriteLineAsync(answer);
                if (word == "RETR" && isThere)
                {
                    var end = Math.Min(_content.Length, Math.Max(start, Limit));
                    using (var target = await data.AcceptTcpClientAsync())
                    {
                        await target.GetStream().WriteAsync(_content.AsMemory(start, end - start));
                    }
                    await writer.WriteLineAsync(end == _content.Length ? "226 done" : "426 broken off");
                }
            }
        }
        catch (IOException)
        {
            // The client has gone.
        }
    }
}
