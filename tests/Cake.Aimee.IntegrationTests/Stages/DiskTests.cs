using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>Disks that are full or read-only, under each of a tree's directories.</summary>
internal sealed class DiskTests
{
    private const string Small = "size=1m";
    private const string Large = "size=100m";
    private static readonly string[] Places = ["sources", "artifacts", "sysroot", "tmp"];
    private static readonly byte[] Content = RandomContent();
    private StageTree stages = null!;

    private UserTree Tree => stages.Tree;

    private string Sysroot => Tree.In($"sysroot/{UserTree.Target}");

    [SetUp]
    public void MakeTree()
    {
        stages = new StageTree();
        var data = Tree.In("data-1.bin");
        File.WriteAllBytes(data, Content);
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Content));
        Tree.Write(
            "packages/core/libc/Buildrules",
            StageTree.Rules("none", $"sources: [{{uri: 'file://{data}', sha256: {digest}}}]\ncompile: |\n  mkdir -p $D/usr/lib\n  cp $W/data-1.bin $D/usr/lib/libc\n"));
    }

    [TearDown]
    public void RemoveTree() => stages?.Dispose();

    [TestCaseSource(nameof(Places))]
    public async Task A_full_disk_is_said_with_the_stage_and_with_more_room_the_same_command_goes_on(string place)
    {
        await using var disk = await SmallDisk.MountAsync(Tree.In(place), Small);
        var full = (await InstallAsync()).Refused("core/libc:", "No space left on device", Tree.In(place), "Make room");
        Assert.That(full.Output, Does.Match(@"core/libc:\w+: failed in ").And.Match(@"The whole log: \S*tmp/core/libc/log/\w+\.log"));
        AssertNothingHalf();

        await disk.ChangeAsync(Large);
        (await InstallAsync()).Succeeded();
        AssertWhole();
    }

    [TestCaseSource(nameof(Places))]
    public async Task A_read_only_disk_is_said_and_when_it_can_be_written_the_same_command_goes_on(string place)
    {
        await using var disk = await SmallDisk.MountAsync(Tree.In(place), $"{Large},ro");
        (await InstallAsync()).Refused("Read-only file system", Tree.In(place), "who may write there");
        AssertNothingHalf();

        await disk.ChangeAsync("rw");
        (await InstallAsync()).Succeeded();
        AssertWhole();
    }

    [Test]
    public async Task A_stage_whose_program_fills_the_disk_fails_and_with_more_room_it_is_run_again()
    {
        await using var disk = await SmallDisk.MountAsync(Tree.In("tmp"), Small);
        Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", "compile: |\n  mkdir -p $D/usr\n  head -c 200000 /dev/zero >$D/usr/app\n  head -c 2000000 /dev/zero >$T/much\n"));
        var full = (await Tree.HostAsync("--target=core/app:package")).Refused("core/app:compile");
        Assert.That(full.Output, Does.Contain("No space left on device").And.Contain("tmp/core/app/log/compile.log"));
        Assert.That(Tree.In("artifacts"), Does.Not.Exist);

        await disk.ChangeAsync(Large);
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
    }

    [Test]
    public async Task Sources_that_are_all_there_may_lie_where_nobody_writes()
    {
        await using var disk = await SmallDisk.MountAsync(Tree.In("sources"), Large);
        (await Tree.HostAsync("--target=core/libc:fetch")).Succeeded();
        await disk.ChangeAsync("ro");
        (await InstallAsync()).Succeeded();
        AssertWhole();
    }

    private Task<UserResult> InstallAsync() => Tree.HostAsync("--target=core/app:install");

    /// <summary>What stands under its name is whole, and beside it is nothing but what is to be gone on with.</summary>
    private void AssertNothingHalf()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Files("sources").Where(path => !path.Contains("/.", StringComparison.Ordinal)).Select(File.ReadAllBytes), Has.All.EqualTo(Content));
            Assert.That(Files("artifacts").Where(path => path.EndsWith(".tar.zst", StringComparison.Ordinal) && !path.Contains("/.locks/", StringComparison.Ordinal)), Has.All.Matches<string>(path => File.Exists(path + ".json")));
            Assert.That(Path.Combine(Sysroot, "usr"), Does.Not.Exist);
            AssertNothingPassing();
        }
    }

    private void AssertWhole()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllBytes(Path.Combine(Sysroot, "usr/lib/libc")), Is.EqualTo(Content));
            Assert.That(File.ReadAllBytes(Tree.In("sources/data-1.bin")), Is.EqualTo(Content));
            Assert.That(Path.Combine(Sysroot, "usr/bin/app"), Does.Exist);
            AssertNothingPassing();
        }
    }

    private void AssertNothingPassing() => Assert.That(
        Places[..3].SelectMany(Entries), Has.None.EndsWith(".tmp"));

    private IEnumerable<string> Files(string place) => Entries(place).Where(File.Exists);

    private IEnumerable<string> Entries(string place) =>
        Directory.Exists(Tree.In(place)) ? Directory.GetFileSystemEntries(Tree.In(place), "*", SearchOption.AllDirectories) : [];

    /// <summary>More than fits, however it is compressed.</summary>
    private static byte[] RandomContent()
    {
        var content = new byte[2_000_000];
        new Random(4).NextBytes(content);
        return content;
    }
}
