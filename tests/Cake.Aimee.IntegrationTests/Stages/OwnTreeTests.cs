using System.Globalization;
using System.Security.Cryptography;
using Cake.Aimee.IntegrationTests.Artifacts;
using Cake.Aimee.IntegrationTests.Images;
using Cake.Aimee.IntegrationTests.Pipelines;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>This repository's own tree, built for aarch64 in the build image, from real sources.</summary>
[Category("Slow")]
internal sealed class OwnTreeTests
{
    private UserTree tree = null!;
    private UserResult built = null!;

    private string Artifacts => tree.In($"artifacts/{UserTree.Target}");

    [OneTimeSetUp]
    public async Task Build()
    {
        (await Chain.MadeAsync()).FirstRun.Succeeded();
        tree = await CopyAsync();
        built = await tree.HostAsync("--target=core/busybox:install", "--target=all:package", "--keep-going");
    }

    /// <summary>A tree with this repository's packages, in a place of its own.</summary>
    private static async Task<UserTree> CopyAsync()
    {
        var copy = new UserTree(Machine.Buildah);
        copy.Write(
            ".builder/config",
            $"target: {UserTree.Target}\nrunner: image\nmirrors: ['apt:']\nimages: {{engine: buildah, system: debian}}\n");
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("cp", "-a", Path.Combine(Repository.Top, "packages"), copy.In("packages")), CancellationToken.None);
        return copy;
    }

    [OneTimeTearDown]
    public void Remove() => tree?.Dispose();

    [Test]
    public void Every_package_has_an_artifact()
    {
        built.Succeeded();
        string[] packages = ["core/busybox", "core/hello", "core/linux-headers", "core/musl", "core/musl-dev", "core/zlib", "core/zlib-dev", "libs/cjson", "tools/pkgconf", "tools/uptime-rs"];
        foreach (var package in packages)
        {
            Assert.That(Directory.GetFiles(Path.GetDirectoryName(Path.Combine(Artifacts, package))!, $"{Path.GetFileName(package)}-*.tar.zst"), Is.Not.Empty, package);
        }
    }

    [Test]
    public async Task The_applets_of_busybox_answer_under_qemu()
    {
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        var busybox = tree.In($"sysroot/{UserTree.Target}/bin/busybox");
        Assert.That(ElfHeader.Read(busybox)?.DifferencesFrom(TargetTriple.Parse(UserTree.Target)), Is.Empty);
        Assert.That(await QemuAsync(busybox, "uname", "-m"), Is.EqualTo("aarch64\n"));
        Assert.That(await QemuAsync(busybox, "sh", "-c", "printf '3\\n1\\n2\\n' | sort | tr '\\n' ' '; echo $((6 * 7))"), Is.EqualTo("1 2 3 42\n"));
    }

    [Test]
    public async Task A_second_build_runs_nothing()
    {
        var again = (await tree.HostAsync("--target=core/busybox:install", "--target=all:package")).Succeeded().Output;
        Assert.That(again, Does.Not.Contain(": ran in "));
    }

    [Test]
    public async Task Built_elsewhere_from_nothing_it_is_the_same_byte_for_byte()
    {
        using var other = await CopyAsync();
        (await other.HostAsync("--target=core/zlib:package", "--target=libs/cjson:package", "--target=tools/uptime-rs:package")).Succeeded();
        Assert.That(Digests(other), Is.Not.Empty.And.SubsetOf(Digests(tree)));
    }

    [Test]
    public async Task Its_pipeline_builds_each_package_once_and_the_same_byte_for_byte()
    {
        await using var server = await NginxServer.StartAsync(tree.In("tmp/nginx"), makesDirectories: true);
        using var pipeline = await CopyAsync();
        var upstream = $"http://127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}/os";
        pipeline.Write(
            ".builder/config",
            File.ReadAllText(pipeline.In(".builder/config"))
            + $"upstream: {{sources: {upstream}/sources, artifacts: {upstream}, push: true, credentials: OS_UPSTREAM}}\n"
            + $"pipeline: {{command: dotnet {Repository.Host} --working=$PWD, before: []}}\n");
        pipeline.Write(".gitignore", "/tmp/\n/artifacts/\n/sources/\n/sysroot/\n/.gitlab-ci-local/\n");
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("cp", "-a", tree.In("sources"), Directory.CreateDirectory(Path.Combine(server.Files, "os")).FullName), CancellationToken.None);
        (await pipeline.HostAsync("--target=Pipeline", "--format=gitlab", "--output=.gitlab-ci.yml")).Succeeded();
        await PipelineTree.CommitAsync(pipeline.Path);

        var run = new GitLabRun(pipeline);
        (await run.RunAsync()).Succeeded();

        Assert.That(run.Compiled(), Has.All.Length.EqualTo(1));
        Assert.That(run.Compiled().SelectMany(job => job), Is.Unique.And.EquivalentTo(
            Directory.GetFiles(pipeline.In("packages"), "Buildrules", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(pipeline.In("packages"), Path.GetDirectoryName(path)!))));
        Assert.That(PipelineTree.Pushed(server), Is.EqualTo(PipelineTree.Built(tree)));
    }

    private static string[] Digests(UserTree built)
    {
        var top = built.In($"artifacts/{UserTree.Target}");
        return [.. Directory.GetFiles(top, "*.tar.zst", SearchOption.AllDirectories)
            .Select(path => $"{Path.GetRelativePath(top, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}")];
    }

    private static async Task<string> QemuAsync(params string[] words) =>
        (await new ProcessRunner().RunCheckedAsync(new ProcessRequest("qemu-aarch64-static", [.. words]), CancellationToken.None)).Output;
}
