using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Processes;

internal sealed class MountTests : ProcessTests
{
    [SetUp]
    public async Task NeedsMounts()
    {
        var support = await IsolationSupport.ProbeAsync(CancellationToken.None);
        Assume.That(support.Supported.HasFlag(Isolation.Mounts), "this machine does not allow mount namespaces: " + string.Join("; ", support.Problems));
        foreach (var name in (string[])["tree/tmp/own", "tree/packages", "a", "b", "view"])
        {
            System.IO.Directory.CreateDirectory(InDirectory(name));
        }
        await File.WriteAllTextAsync(InDirectory("a/file"), "of a\n");
        await File.WriteAllTextAsync(InDirectory("b/file"), "of b\n");
        await File.WriteAllTextAsync(InDirectory("b/other"), "of b\n");
    }

    [Test]
    public async Task A_tree_is_read_only_but_for_a_hole()
    {
        ImmutableArray<SandboxMount> mounts = [SandboxMount.ReadOnly(InDirectory("tree"), InDirectory("tree")), SandboxMount.Bind(InDirectory("tree/tmp/own"), InDirectory("tree/tmp/own"))];
        var result = await RunAsync(Sh("echo 1 >here; echo 2 >../../packages/there; pwd") with { WorkingDirectory = InDirectory("tree/tmp/own"), Mounts = mounts });
        Assert.That(result.Output, Is.EqualTo(InDirectory("tree/tmp/own") + "\n"));
        Assert.That(result.LastLines, Has.One.Contains("Read-only file system"));
        Assert.That(InDirectory("tree/tmp/own/here"), Does.Exist);
        Assert.That(InDirectory("tree/packages/there"), Does.Not.Exist);
    }

    [Test]
    public async Task A_tree_with_something_mounted_in_it_is_read_only_everywhere()
    {
        ImmutableArray<SandboxMount> mounts = [SandboxMount.Temporary(InDirectory("tree/tmp")), SandboxMount.ReadOnly(InDirectory("tree"), InDirectory("tree"))];
        var result = await RunAsync(Sh("echo 1 >tmp/x; echo 2 >packages/y; ls -R") with { WorkingDirectory = InDirectory("tree"), Mounts = mounts });
        Assert.That(result.Output, Does.Not.Contain("x").And.Not.Contain("y"));
        Assert.That(result.LastLines.Count(line => line.Contains("Read-only file system", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public async Task Directories_are_seen_as_one()
    {
        var result = await RunAsync(Sh("cd \"$1\" && cat file other; echo no >new", InDirectory("view")) with
        {
            Mounts = [SandboxMount.Overlay([InDirectory("a"), InDirectory("b")], InDirectory("view"))],
        });
        Assert.That(result.Output, Is.EqualTo("of a\nof b\n"));
        Assert.That(System.IO.Directory.GetFileSystemEntries(InDirectory("view")), Is.Empty);
    }

    [TestCase(Isolation.None)]
    [TestCase(Isolation.Network | Isolation.Processes)]
    public async Task The_program_runs_as_the_caller(Isolation isolation)
    {
        var plain = await RunAsync(Sh("id -u; id -g"));
        var mounted = await RunAsync(Sh("id -u; id -g; echo >\"$1\"/x; stat -c %u \"$1\"/x", InDirectory("view")) with
        {
            Isolation = isolation,
            Mounts = [SandboxMount.Bind(InDirectory("a"), InDirectory("view"))],
        });
        Assert.That(mounted.Output, Is.EqualTo(plain.Output + plain.Output.Split('\n')[0] + "\n"));
    }

    [Test]
    public void A_mount_that_fails_is_named() => Assert.That(
        () => RunAsync(ProcessRequest.Of("true") with { Mounts = [SandboxMount.Bind(InDirectory("none"), InDirectory("view"))] }),
        Throws.TypeOf<AimeeException>().With.Message.StartsWith($"Can not run 'true': can not mount at {InDirectory("view")} (mount: "));

    [Test]
    public async Task Names_with_spaces_and_colons_are_mounted()
    {
        var odd = InDirectory("it's a: b\\c");
        System.IO.Directory.CreateDirectory(odd);
        await File.WriteAllTextAsync(Path.Combine(odd, "file"), "odd\n");
        var result = await RunAsync(Sh("cat \"$1\"/file \"$2\"/file", odd, InDirectory("view")) with
        {
            Mounts = [SandboxMount.ReadOnly(odd, odd), SandboxMount.Overlay([odd, InDirectory("a")], InDirectory("view"))],
        });
        Assert.That(result.Output, Is.EqualTo("odd\nodd\n"));
    }
}
