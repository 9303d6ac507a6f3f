using System.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Images.Gentoo;

/// <summary>Keys that gpg made for the tests: one that signs, one that has expired, one that is in no keyring.</summary>
internal sealed class GentooKeys : IDisposable
{
    public const string Release = "release@example.org";
    public const string Expired = "expired@example.org";
    public const string Foreign = "foreign@example.org";
    private readonly TemporaryDirectory directory = new();
    private readonly ProcessRunner processes = new();

    private GentooKeys()
    {
    }

    /// <summary>The release key and the expired one, in ASCII armor.</summary>
    public string Keyring => In("keyring.asc");

    public static async Task<GentooKeys> CreateAsync()
    {
        var keys = new GentooKeys();
        Directory.CreateDirectory(keys.In("gnupg"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        // One agent for all: the runner ends what a program leaves behind, so gpg would start one each time.
        using (var agent = Process.Start("gpg-agent", ["--homedir", keys.In("gnupg"), "--daemon", "--quiet"]))
        {
            await agent.WaitForExitAsync();
        }

        await keys.GpgAsync("--quick-generate-key", Release, "ed25519", "sign", "never");
        await keys.GpgAsync("--quick-generate-key", Foreign, "ed25519", "sign", "never");
        await keys.GpgAsync("--faked-system-time", "20200101T000000!", "--quick-generate-key", Expired, "ed25519", "sign", "1d");
        await keys.ExportAsync(keys.Keyring, Release, Expired);
        return keys;
    }

    public Task ExportAsync(string file, params string[] owners) => GpgAsync(["--output", file, "--armor", "--export", .. owners]);

    /// <summary>The fingerprints as gpg tells them.</summary>
    public async Task<string[]> FingerprintsAsync(params string[] owners) =>
    [
        .. (await GpgAsync(["--with-colons", "--list-keys", .. owners])).Output.Split('\n')
            .Where(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Select(line => line.Split(':')[9]),
    ];

    public Task<byte[]> ClearSignAsync(string text, string signer = Release) => SignAsync(System.Text.Encoding.UTF8.GetBytes(text), signer, "--clear-sign");

    public async Task<byte[]> SignAsync(byte[] content, string signer = Release, string how = "--detach-sign")
    {
        await File.WriteAllBytesAsync(In("text"), content);
        string[] time = signer == Expired ? ["--faked-system-time", "20200101T000100!"] : [];
        await GpgAsync([.. time, "--local-user", signer, "--output", In("signed"), "--armor", how, In("text")]);
        return await File.ReadAllBytesAsync(In("signed"));
    }

    public void Dispose()
    {
        processes.RunAsync(ProcessRequest.Of("gpgconf", "--homedir", In("gnupg"), "--kill", "all"), CancellationToken.None).GetAwaiter().GetResult();
        directory.Dispose();
    }

    private string In(string name) => Path.Combine(directory.Path, name);

    private Task<ProcessResult> GpgAsync(params string[] arguments) => processes.RunCheckedAsync(
        ProcessRequest.Of("gpg", ["--homedir", In("gnupg"), "--batch", "--yes", "--passphrase", "", "--pinentry-mode", "loopback", .. arguments]),
        CancellationToken.None);
}
