using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>A page in a real browser without a window, driven as its developers' tools do (Chrome DevTools Protocol).</summary>
internal sealed partial class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly System.Diagnostics.Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private readonly List<string> requests = [];
    private readonly List<string> errors = [];
    private int calls;

    private Browser(System.Diagnostics.Process process, string profile) => (this.process, this.profile) = (process, profile);

    /// <summary>What the page has asked for, itself included.</summary>
    public IReadOnlyList<string> Requests => requests;

    /// <summary>What went wrong in its scripts.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Opens a file, in a window of 1400 by 900 or as a page of a given size, in pixels.</summary>
    public static async Task<Browser> OpenAsync(string file, (int Width, int Height)? size = null)
    {
        var profile = Directory.CreateTempSubdirectory("aimee-browser-").FullName;
        var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            "chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1400,900", $"--user-data-dir={profile}",
                "--remote-debugging-port=0", "about:blank",
            ])
        { RedirectStandardError = true })!;
        var browser = new Browser(process, profile);
        await browser.ConnectAsync();
        await browser.CallAsync("Page.enable");
        await browser.CallAsync("Runtime.enable");
        await browser.CallAsync("Network.enable");
        if (size is var (width, height))
        {
            await browser.CallAsync(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        }

        await browser.CallAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        await browser.EvaluateAsync("new Promise(done => document.readyState === 'complete' ? done() : addEventListener('load', () => done()))");
        return browser;
    }

    /// <summary>The value of an expression in the page; a promise is waited for.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await CallAsync(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        Assert.That(answer["exceptionDetails"]?.ToJsonString(), Is.Null, expression);
        return answer["result"]?["value"]?.DeepClone();
    }

    /// <summary>The text that the user sees of an element.</summary>
    public async Task<string> TextAsync(string selector) => (string?)await EvaluateAsync($"document.querySelector({JsonSerializer.Serialize(selector)}).innerText") ?? "";

    /// <summary>Moves the mouse with the button held.</summary>
    public async Task DragAsync(int x, int y, int toX, int toY)
    {
        await MouseAsync("mousePressed", x, y);
        await MouseAsync("mouseMoved", (x + toX) / 2, (y + toY) / 2);
        await MouseAsync("mouseMoved", toX, toY);
        await MouseAsync("mouseReleased", toX, toY);
    }

    /// <summary>Presses the button and lets it go.</summary>
    public async Task ClickAsync(int x, int y)
    {
        await MouseAsync("mousePressed", x, y);
        await MouseAsync("mouseReleased", x, y);
    }

    /// <summary>Turns the wheel towards the user (down) or away.</summary>
    public Task WheelAsync(int x, int y, int delta) => CallAsync(
        "Input.dispatchMouseEvent", new JsonObject { ["type"] = "mouseWheel", ["x"] = x, ["y"] = y, ["deltaX"] = 0, ["deltaY"] = delta });

    /// <summary>Writes into what has the keys' attention.</summary>
    public Task TypeAsync(string text) => CallAsync("Input.insertText", new JsonObject { ["text"] = text });

    /// <summary>What the page looks like, as a PNG file.</summary>
    public async Task ShootAsync(string path) =>
        await File.WriteAllBytesAsync(path, Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot"))["data"]!));

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(profile, recursive: true);
    }

    private Task<JsonObject> MouseAsync(string type, int x, int y) => CallAsync(
        "Input.dispatchMouseEvent",
        new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = "left", ["buttons"] = type == "mouseReleased" ? 0 : 1, ["clickCount"] = 1 });

    private async Task ConnectAsync()
    {
        var port = "";
        while (port.Length == 0)
        {
            var line = await process.StandardError.ReadLineAsync().WaitAsync(Patience);
            Assert.That(line, Is.Not.Null, "chromium ended before it listened");
            port = Listening().Match(line!).Groups[1].Value;
        }

        // What it goes on complaining of must not fill its pipe.
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        using var client = new HttpClient();
        var pages = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list")))!.AsArray();
        var page = pages.First(page => (string?)page!["type"] == "page")!;
        await socket.ConnectAsync(new Uri((string)page["webSocketDebuggerUrl"]!), CancellationToken.None);
    }

    private async Task<JsonObject> CallAsync(string method, JsonObject? parameters = null)
    {
        var id = ++calls;
        using var patience = new CancellationTokenSource(Patience);
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, patience.Token);
        while (true)
        {
            var message = await ReceiveAsync(patience.Token);
            Notice(message);
            if ((int?)message["id"] == id)
            {
                Assert.That(message["error"]?.ToJsonString(), Is.Null, method);
                return message["result"]!.AsObject();
            }
        }
    }

    private void Notice(JsonObject message)
    {
        switch ((string?)message["method"])
        {
            case "Network.requestWillBeSent":
                requests.Add((string)message["params"]!["request"]!["url"]!);
                break;
            case "Runtime.exceptionThrown":
                errors.Add(message["params"]!["exceptionDetails"]!.ToJsonString());
                break;
        }
    }

    private async Task<JsonObject> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (var isWhole = false; !isWhole;)
        {
            var part = await socket.ReceiveAsync(buffer, cancellationToken);
            message.Write(buffer, 0, part.Count);
            isWhole = part.EndOfMessage;
        }

        message.Position = 0;
        return JsonNode.Parse(message)!.AsObject();
    }

    [GeneratedRegex(@"DevTools listening on ws://127\.0\.0\.1:(\d+)/")]
    private static partial Regex Listening();
}
