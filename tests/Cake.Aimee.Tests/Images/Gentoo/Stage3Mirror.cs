using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.Images;
using Cake.Aimee.Images.Gentoo;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.Tests.Images.Gentoo;

/// <summary>A mirror as Gentoo's, with one stage3, signed by keys that gpg made for the test.</summary>
internal sealed class Stage3Mirror : IDisposable
{
    public const string Stamp = "20260503T164604Z";
    private const string Signer = "release@example.org";
    private const string Autobuilds = "/releases/amd64/autobuilds";
    private readonly TemporaryDirectory directory = new();
    private readonly ProcessRunner processes = new();
    private readonly LoopbackServer server;
    private int works;

    private Stage3Mirror() => server = new((question, stream, _) => Files.TryGetValue(question.Path, out var content)
        ? LoopbackServer.ServeAsync(question, stream, content, "\"1\"")
        : LoopbackServer.WriteAsync(stream, "404 Not Found", "Content-Length: 0", default));

    public Dictionary<string, byte[]> Files { get; } = [];

    public string Directory => directory.Path;

    public string Pointer { get; } = $"{Autobuilds}/latest-stage3-amd64-openrc.txt";

    public string Archive { get; } = $"{Autobuilds}/{Stamp}/stage3-amd64-openrc-{Stamp}.tar.xz";

    public string PointerText { get; private set; } = "";

    public string DigestsText { get; private set; } = "";

    public byte[] PlainDigest { get; private set; } = [];

    public IEnumerable<string> Asked => server.Questions.Select(question => question.Path);

    public static async Task<Stage3Mirror> CreateAsync(string? odd = null)
    {
        var mirror = new Stage3Mirror();
        System.IO.Directory.CreateDirectory(mirror.In("gnupg"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await mirror.GpgAsync("--quick-generate-key", Signer, "ed25519", "sign", "never");
        await mirror.GpgAsync("--quick-generate-key", "foreign@example.org", "ed25519", "sign", "never");
        await mirror.GpgAsync("--faked-system-time", "20200101T000000!", "--quick-generate-key", "expired@example.org", "ed25519", "sign", "1d");
        await mirror.GpgAsync("--output", mirror.In("keyring.asc"), "--armor", "--export", Signer, "expired@example.org");
        await mirror.PublishAsync(odd);
        return mirror;
    }

    public void Change(string file, Func<string, string> change) => Files[file] = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(Files[file])));

    public Task<byte[]> ClearSignAsync(string text, string signer = Signer) => SignAsync(Encoding.UTF8.GetBytes(text), signer, "--clear-sign");

    public async Task<byte[]> SignAsync(byte[] content, string signer = Signer, string how = "--detach-sign")
    {
        await File.WriteAllBytesAsync(In("text"), content);
        string[] time = signer.StartsWith("expired", StringComparison.Ordinal) ? ["--faked-system-time", "20200101T000100!"] : [];
        await GpgAsync([.. time, "--local-user", signer, "--output", In("signed"), "--armor", how, In("text")]);
        return await File.ReadAllBytesAsync(In("signed"));
    }

    /// <summary>Brings the stage3 as the chain does, and returns the tar archive's path.</summary>
    public async Task<string> BringAsync(string? stamp = null)
    {
        var work = System.IO.Directory.CreateDirectory(In($"work-{works++}")).FullName;
        var plan = await Plans.OfAsync(
            ImageKind.Stage3,
            "aarch64-unknown-linux-gnu",
            $"paths: {{sources: {In("sources")}}}\nimages: {{stage3: {{mirror: \"{server.Address}\", keyring: {In("keyring.asc")}{(stamp is null ? "" : $", stamp: {stamp}")}}}}}",
            new GentooSystem());
        return await plan.Stage3!.MakeAsync(new(work, processes, _ => { }), CancellationToken.None);
    }

    public void Dispose()
    {
        server.Dispose();
        processes.RunAsync(ProcessRequest.Of("gpgconf", "--homedir", In("gnupg"), "--kill", "all"), CancellationToken.None).GetAwaiter().GetResult();
        directory.Dispose();
    }

    private string In(string name) => Path.Combine(directory.Path, name);

    private async Task PublishAsync(string? odd)
    {
        var tar = In("userland.tar");
        await using (var writer = new TarWriter(File.Create(tar)))
        {
            await writer.WriteEntryAsync("/bin/bash", "bin/bash");
            if (odd is not null)
            {
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, odd));
            }
        }

        PlainDigest = SHA256.HashData(await File.ReadAllBytesAsync(tar));
        await processes.RunCheckedAsync(ProcessRequest.Of("xz", "-0", "--keep", tar), CancellationToken.None);
        var content = await File.ReadAllBytesAsync(tar + ".xz");
        var checksums = await Checksums.ComputeAsync(tar + ".xz", [ChecksumAlgorithm.Blake2b, ChecksumAlgorithm.Sha512], CancellationToken.None);
        var name = Path.GetFileName(Archive);
        DigestsText = string.Concat(checksums.Select(sum => $"# {sum.Algorithm.ToString().ToUpperInvariant()} HASH\n{sum.Hex}  {name}\n"));
        PointerText = $"# Latest as of Sun, 03 May 2026 18:00:00 +0000\n# ts=1777831200\n{Stamp}/{name} {content.Length}\n";
        Files[Pointer] = await ClearSignAsync(PointerText);
        Files[Archive] = content;
        Files[Archive + ".DIGESTS"] = await ClearSignAsync(DigestsText);
        Files[Archive + ".asc"] = await SignAsync(content);
    }

    private Task<ProcessResult> GpgAsync(params string[] arguments) => processes.RunCheckedAsync(
        ProcessRequest.Of("gpg", ["--homedir", In("gnupg"), "--batch", "--yes", "--passphrase", "", "--pinentry-mode", "loopback", .. arguments]),
        CancellationToken.None);
}
