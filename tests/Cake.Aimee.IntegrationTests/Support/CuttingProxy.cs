using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>
/// Stands before a registry on loopback and hands on what comes, connection by connection, until a test wants one
/// broken: then it is reset in the middle of a request's or an answer's body.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int Buffer = 64 * 1024;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly string server;
    private readonly Task accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="server">Host and port of the registry.</param>
    public CuttingProxy(string server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>What begins the request whose connection is to be broken: <c>PATCH /v2/</c>; null breaks none.</summary>
    public string? Victim { get; set; }

    /// <summary>How many more connections are broken.</summary>
    public int Cuts { get; set; } = int.MaxValue;

    /// <summary>How many were.</summary>
    public int Cut { get; private set; }

    /// <summary>How many bytes of the body get through first.</summary>
    public int After { get; set; } = 1000;

    /// <summary>Called with the first line of a request, before it is handed on.</summary>
    public Func<string, Task>? OnRequest { get; set; }

    /// <summary>Called with the first line of a request, when its connection's answer has begun to come.</summary>
    public Func<string, Task>? OnAnswered { get; set; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            connections.Add(HandleAsync(client));
        }
    }

    private async Task HandleAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        var parts = server.Split(':');
        await far.ConnectAsync(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), stop.Token);
        var state = new Exchange();
        await Task.WhenAny(
            PumpAsync(near, far, state, isRequest: true),
            PumpAsync(far, near, state, isRequest: false));
        if (state.IsCut)
        {
            // No polite end: the other side sees a reset.
            near.Client.LingerState = new LingerOption(true, 0);
            far.Client.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Exchange state, bool isRequest)
    {
        var buffer = new byte[Buffer];
        while (await from.GetStream().ReadAsync(buffer, stop.Token) is var count and > 0)
        {
            var text = Encoding.Latin1.GetString(buffer, 0, count);
            if (isRequest && text.Contains(" HTTP/1.1\r\n", StringComparison.Ordinal))
            {
                state.Line = text[..text.IndexOf(" HTTP/1.1\r\n", StringComparison.Ordinal)];
                state.IsVictim = Victim is not null && Cuts > 0 && state.Line.StartsWith(Victim, StringComparison.Ordinal);
                state.Passed = 0;
                await (OnRequest?.Invoke(state.Line) ?? Task.CompletedTask);
            }

            state.Passed += count;
            if (state.IsVictim && state.Passed > After)
            {
                (Cuts, Cut, state.IsCut) = (Cuts - 1, Cut + 1, true);
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), stop.Token);
            if (!isRequest)
            {
                await (OnAnswered?.Invoke(state.Line) ?? Task.CompletedTask);
            }
        }
    }

    private sealed class Exchange
    {
        public string Line { get; set; } = "";

        public bool IsVictim { get; set; }

        public long Passed { get; set; }

        public bool IsCut { get; set; }
    }
}
