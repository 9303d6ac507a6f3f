using System.Collections.Immutable;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Artifacts;

/// <summary>What the tests of this room share: a directory with a store and a sysroot, and packages that are made of a few words.</summary>
internal abstract class ArtifactTests
{
    protected static readonly ProcessRunner Runner = new();
    private TemporaryDirectory _top = null!;
    private Sysroot? _sysroot;
    private int _roots;

    protected string Top => _top.Path;

    protected ArtifactStore Store { get; private set; } = null!;

    protected Sysroot Sysroot => _sysroot ??= new(InTop("sysroot/triple"), Runner);

    [SetUp]
    public void MakeDirectory()
    {
        _top = new();
        Store = new(InTop("artifacts/triple"));
    }

    [TearDown]
    public void RemoveDirectory()
    {
        _sysroot?.Dispose();
        _sysroot = null;
        _top.Dispose();
    }

    protected string InTop(string path) => Path.Combine(Top, path);

    protected static string KeyOf(char digit) => new(digit, 64);

    protected static ArtifactName NameOf(string id, string version = "1.0") =>
        new(id.Split('/')[0], id.Split('/')[1], version, "0", "tar.zst");

    /// <summary>Makes an install root. <c>path=text</c> is a file, <c>path->target</c> a link, <c>path/</c> a directory.</summary>
    protected string RootOf(params ReadOnlySpan<string> files)
    {
        var root = InTop($"roots/{_roots++}");
        Directory.CreateDirectory(root);
        foreach (var file in files)
        {
            Make(root, file);
        }
        return root;
    }

    protected Task<PackedArtifacts> PackAsync(ArtifactRequest request) => Store.PackAsync(request, Runner, default);

    /// <summary>Makes an artifact, see <see cref="RootOf"/>.</summary>
    protected async Task<ArtifactSidecar> PackAsync(string id, string version, params string[] files)
    {
        var request = new ArtifactRequest(NameOf(id, version), KeyOf('a'), RootOf(files), new() { Description = "for a test" });
        return (await PackAsync(request)).Sidecars.Single();
    }

    protected async Task InstallAsync(string id, string version, params string[] files) =>
        await Sysroot.InstallAsync(RequestOf(await PackAsync(id, version, files)), default);

    protected InstallRequest RequestOf(ArtifactSidecar sidecar, Func<string, CancellationToken, Task>? postInstall = null) =>
        new(sidecar.Name.Id, Store.PathOf(sidecar.Name), sidecar.Digest, sidecar.Key) { PostInstall = postInstall };

    /// <summary>All that is in the sysroot, one a line, in the spelling of <see cref="RootOf"/>; without what packages tell of themselves.</summary>
    protected string Installed() => Show(Sysroot.Directory);

    protected static string Show(string root) => Directory.Exists(root) ? string.Join('\n', Lines(root, root).Order(StringComparer.Ordinal)) : "";

    protected async Task<string> ShellAsync(string script) =>
        (await Runner.RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script) with { WorkingDirectory = Top }, default)).Output;

    private static void Make(string root, string file)
    {
        var path = Path.Combine(root, file.Split('=', 2)[0].Split("->")[0]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (file.Contains("->", StringComparison.Ordinal))
        {
            File.CreateSymbolicLink(path, file.Split("->")[1]);
        }
        else if (!file.EndsWith('/'))
        {
            File.WriteAllText(path, file.Split('=', 2)[1]);
        }
    }

    private static IEnumerable<string> Lines(string root, string directory)
    {
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            var path = Path.GetRelativePath(root, entry.FullName);
            if (path is ".installed" or "var/db")
            {
                continue;
            }
            if (entry.LinkTarget is { } target)
            {
                yield return $"{path}->{target}";
            }
            else if (entry is FileInfo)
            {
                yield return $"{path}={File.ReadAllText(entry.FullName)}";
            }
            else
            {
                var below = Lines(root, entry.FullName).ToImmutableArray();
                foreach (var line in below.IsEmpty && path != "var" ? [path + "/"] : below)
                {
                    yield return line;
                }
            }
        }
    }
}
