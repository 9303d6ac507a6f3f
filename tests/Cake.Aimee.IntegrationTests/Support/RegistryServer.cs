using System.Text.RegularExpressions;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>Debian's docker-registry on loopback, with a store of its own, plain HTTP and, if wanted, a login.</summary>
internal sealed partial class RegistryServer : IAsyncDisposable
{
    /// <summary>The one user whom a registry with a login knows.</summary>
    public const string User = "builder";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string directory = Directory.CreateTempSubdirectory("aimee-registry-").FullName;
    private readonly CancellationTokenSource stop = new();
    private Task<ProcessResult>? server;

    private RegistryServer()
    {
    }

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts one and waits until it listens; the test is skipped where there can be none.</summary>
    /// <param name="password">What <see cref="User"/> has to say; null lets everybody in.</param>
    public static async Task<RegistryServer> StartAsync(string? password = null)
    {
        Require.Program("docker-registry", "docker-registry");
        Require.Program("skopeo", "skopeo");
        var started = new RegistryServer();
        try
        {
            await started.RunAsync(password);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>The tags of a repository, sorted; empty when there is no such.</summary>
    public string[] Tags(string repository) =>
        Directory.Exists(At($"docker/registry/v2/repositories/{repository}/_manifests/tags"))
            ? [.. Directory.GetDirectories(At($"docker/registry/v2/repositories/{repository}/_manifests/tags")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>What a tag stands for.</summary>
    public string Digest(string repository, string tag) =>
        File.ReadAllText(At($"docker/registry/v2/repositories/{repository}/_manifests/tags/{tag}/current/link"));

    /// <summary>Whether it has a manifest.</summary>
    public bool Has(string repository, string digest) => Directory.Exists(Revision(repository, digest));

    /// <summary>Forgets a manifest, as a registry does that has collected its garbage.</summary>
    public void Forget(string repository, string digest) =>
        Directory.Delete(Revision(repository, digest), recursive: true);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await (server ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private string Revision(string repository, string digest) =>
        At($"docker/registry/v2/repositories/{repository}/_manifests/revisions/{digest.Replace(':', '/')}");

    private string At(string path) => Path.Combine(directory, "data", path);

    private async Task RunAsync(string? password)
    {
        var login = "";
        if (password is not null)
        {
            var hash = (await new ProcessRunner().RunCheckedAsync(
                ProcessRequest.Of("perl", "-e", "print crypt($ARGV[0], '$2b$04$abcdefghijklmnopqrstuu')", password), CancellationToken.None)).Output;
            File.WriteAllText(Path.Combine(directory, "users"), $"{User}:{hash}\n");
            login = $"auth: {{htpasswd: {{realm: tests, path: {directory}/users}}}}\n";
        }

        File.WriteAllText(
            Path.Combine(directory, "config.yml"),
            $"version: 0.1\nstorage: {{filesystem: {{rootdirectory: {directory}/data}}}}\nhttp: {{addr: \"127.0.0.1:0\", secret: tests}}\n{login}");
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server = new ProcessRunner().RunAsync(
            ProcessRequest.Of("docker-registry", "serve", Path.Combine(directory, "config.yml")) with
            {
                OnLine = line =>
                {
                    if (Listening().Match(line.Text) is { Success: true } match)
                    {
                        listening.TrySetResult(match.Groups[1].Value);
                    }
                },
            },
            stop.Token);
        var first = await Task.WhenAny(listening.Task, server).WaitAsync(Patience);
        Assert.That(first, Is.SameAs(listening.Task), () => $"docker-registry ended: {string.Join('\n', server.Result.LastLines)}");
        Address = await listening.Task;
    }

    [GeneratedRegex(@"listening on (127\.0\.0\.1:[0-9]+)")]
    private static partial Regex Listening();
}
