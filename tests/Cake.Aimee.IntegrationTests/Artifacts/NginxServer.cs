using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Artifacts;

/// <summary>An nginx of a test's own that takes files by WebDAV from whoever knows the password.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    /// <summary>A server's programs are not on every user's PATH.</summary>
    private const string UsualPlace = "/usr/sbin/nginx";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _run;
    private readonly string _directory;

    private NginxServer(string directory, int port, Task run, CancellationTokenSource stop) =>
        (_directory, Port, _run, _stop) = (directory, port, run, stop);

    public static string? Program => Programs.Find("nginx") ?? Programs.Find(UsualPlace);

    public int Port { get; }

    /// <summary>Where the files are that it serves.</summary>
    public string Files => Path.Combine(_directory, "files");

    /// <summary>The questions so far: method, path and status, one a line.</summary>
    public string[] Questions() => File.ReadAllLines(Path.Combine(_directory, "access.log"));

    public static async Task<NginxServer> StartAsync(string directory, bool makesDirectories)
    {
        Directory.CreateDirectory(Path.Combine(directory, "files"));
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(directory, "passwords"), "me:{PLAIN}geheim\n");
        await File.WriteAllTextAsync(Path.Combine(directory, "nginx.conf"),
            $$"""
            daemon off;
            master_process off;
            pid {{directory}}/nginx.pid;
            error_log {{directory}}/error.log;
            events {}
            http {
                log_format question '$request_method $uri $status';
                access_log {{directory}}/access.log question;
                client_body_temp_path {{directory}}/body;
                proxy_temp_path {{directory}}/proxy;
                fastcgi_temp_path {{directory}}/fastcgi;
                uwsgi_temp_path {{directory}}/uwsgi;
                scgi_temp_path {{directory}}/scgi;
                client_max_body_size 0;
                server {
                    listen 127.0.0.1:{{port.ToString(CultureInfo.InvariantCulture)}};
                    root {{directory}}/files;
                    auth_basic artifacts;
                    auth_basic_user_file {{directory}}/passwords;
                    dav_methods PUT DELETE MKCOL;
                    create_full_put_path {{(makesDirectories ? "on" : "off")}};
                }
            }

            """);
        var stop = new CancellationTokenSource();
        var run = new ProcessRunner().RunAsync(
            ProcessRequest.Of(Program!, "-e", Path.Combine(directory, "error.log"), "-p", directory, "-c", Path.Combine(directory, "nginx.conf")), stop.Token);
        var server = new NginxServer(directory, port, run, stop);
        await server.UntilItAnswersAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _run;
        }
        catch (OperationCanceledException)
        {
            // So it is ended.
        }
        _stop.Dispose();
    }

    private async Task UntilItAnswersAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            Assert.That(_run.IsCompleted, Is.False, () => File.ReadAllText(Path.Combine(_directory, "error.log")));
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (attempt < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
