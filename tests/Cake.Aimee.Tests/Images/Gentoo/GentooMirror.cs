using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.Tests.Images.Gentoo;

/// <summary>A mirror as Gentoo's on the loopback: what it serves, a test decides.</summary>
internal sealed class GentooMirror : IDisposable
{
    public const string Stamp = "20260503T164604Z";
    public const string Pointer = $"{Autobuilds}/latest-stage3-amd64-openrc.txt";
    private const string Autobuilds = "/releases/amd64/autobuilds";
    private readonly GentooKeys keys;
    private readonly LoopbackServer server;

    public GentooMirror(GentooKeys keys)
    {
        this.keys = keys;
        server = new((question, stream, _) => Answer(question, stream));
    }

    /// <summary>What is served: path → content.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>A path whose first answer breaks off in the middle.</summary>
    public string? Fragile { get; set; }

    public string Address => server.Address;

    public IEnumerable<Question> Questions => server.Questions;

    /// <summary>The text of the pointer file, before it was signed.</summary>
    public string PointerText { get; private set; } = "";

    /// <summary>The text of the DIGESTS, before they were signed.</summary>
    public string DigestsText { get; private set; } = "";

    public static string Archive(string stamp = Stamp) => $"{Autobuilds}/{stamp}/stage3-amd64-openrc-{stamp}.tar.xz";

    /// <summary>Puts a stage3 there, with its side files, and points to it.</summary>
    public async Task PublishAsync(string tar, string stamp = Stamp)
    {
        await new ProcessRunner().RunCheckedAsync(ProcessRequest.Of("xz", "-0", "--keep", "--force", "--threads=0", tar), CancellationToken.None);
        var content = await File.ReadAllBytesAsync(tar + ".xz");
        var checksums = await Checksums.ComputeAsync(
            tar + ".xz", [ChecksumAlgorithm.Blake2b, ChecksumAlgorithm.Sha512, ChecksumAlgorithm.Sha256], CancellationToken.None);
        var archive = Archive(stamp);
        var name = Path.GetFileName(archive);
        DigestsText = Digests(name, checksums.Where(sum => sum.Algorithm != ChecksumAlgorithm.Sha256));
        var seconds = DateTimeOffset.ParseExact(stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();
        PointerText = $"# Latest as of Sun, 03 May 2026 18:00:00 +0000\n# ts={seconds}\n{stamp}/{name} {content.Length}\n";
        Files[archive] = content;
        Files[archive + ".asc"] = await keys.SignAsync(content);
        Files[archive + ".DIGESTS"] = await keys.ClearSignAsync(DigestsText);
        Files[archive + ".sha256"] = await keys.ClearSignAsync(Digests(name, checksums.Where(sum => sum.Algorithm == ChecksumAlgorithm.Sha256)));
        Files[Pointer] = await keys.ClearSignAsync(PointerText);
    }

    /// <summary>Puts a snapshot of the repository there, as the newest and as that of a day.</summary>
    public async Task PublishSnapshotAsync(byte[] content, string day)
    {
        var signature = await keys.SignAsync(content);
        foreach (var name in new[] { "latest", day }.Select(name => $"gentoo-{name}.tar.xz"))
        {
            Files[$"/snapshots/{name}"] = content;
            Files[$"/snapshots/{name}.gpgsig"] = signature;
            // MD5 is what Portage's snapshots come with.
#pragma warning disable CA5351
            Files[$"/snapshots/{name}.md5sum"] = Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(MD5.HashData(content))}  {name}\n");
#pragma warning restore CA5351
        }
    }

    /// <summary>Puts binary packages there.</summary>
    /// <param name="packages">Category, name and version of each.</param>
    public void PublishBinaryPackages(params string[] packages)
    {
        const string Directory = "/releases/amd64/binpackages/23.0/x86-64";
        Files[$"{Directory}/Packages"] = Encoding.UTF8.GetBytes(string.Concat(packages.Select(package => $"CPV: {package}\n\n")));
        foreach (var package in packages)
        {
            Files[$"{Directory}/{package}.gpkg.tar"] = Encoding.UTF8.GetBytes($"binary of {package}");
        }
    }

    public void Change(string file, Func<string, string> change) => Files[file] = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(Files[file])));

    public int Asked(string path) => Questions.Count(question => question.Path == path);

    public void Dispose() => server.Dispose();

    private Task Answer(Question question, NetworkStream stream)
    {
        if (!Files.TryGetValue(question.Path, out var content))
        {
            return LoopbackServer.WriteAsync(stream, "404 Not Found", "Content-Length: 0", default);
        }

        if (question.Path != Fragile)
        {
            return LoopbackServer.ServeAsync(question, stream, content, Mark(content));
        }

        Fragile = null;
        return LoopbackServer.WriteAsync(stream, "200 OK", $"ETag: {Mark(content)}\nContent-Length: {content.Length}", content.AsMemory(0, content.Length / 2));
    }

    private static string Digests(string name, IEnumerable<Checksum> checksums) =>
        string.Concat(checksums.Select(sum => $"# {sum.Algorithm.ToString().ToUpperInvariant()} HASH\n{sum.Hex}  {name}\n"));

    private static string Mark(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
}
