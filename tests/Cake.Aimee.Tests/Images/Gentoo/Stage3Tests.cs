using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Images.Gentoo;

internal sealed class Stage3Tests
{
    [Test]
    public async Task A_whole_and_signed_stage3_comes_as_the_tarball_is()
    {
        using var mirror = await Stage3Mirror.CreateAsync();
        var tar = await mirror.BringAsync();
        Assert.That(SHA256.HashData(await File.ReadAllBytesAsync(tar)), Is.EqualTo(mirror.PlainDigest));
    }

    [Test]
    public async Task A_pinned_stamp_needs_no_pointer_and_the_tarball_is_fetched_once()
    {
        using var mirror = await Stage3Mirror.CreateAsync();
        mirror.Files.Remove(mirror.Pointer);
        await mirror.BringAsync(Stage3Mirror.Stamp);
        await mirror.BringAsync(Stage3Mirror.Stamp);
        Assert.That(mirror.Asked.Count(path => path.EndsWith(".tar.xz", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("a pointer without signature", "there is none", mirror => mirror.Change(mirror.Pointer, _ => "# Latest\nx 1\n"));
        yield return Case("a pointer changed after it was signed", "it is bad", mirror => mirror.Change(mirror.Pointer, text => text.Replace("# ts=1", "# ts=2")));
        yield return Case("a pointer by a foreign key", "foreign key", async mirror => mirror.Files[mirror.Pointer] = await mirror.ClearSignAsync(mirror.PointerText, "foreign@example.org"));
        yield return Case("a pointer by an expired key", "has expired", async mirror => mirror.Files[mirror.Pointer] = await mirror.ClearSignAsync(mirror.PointerText, "expired@example.org"));
        yield return Case("a mirror that serves HTML", "there is none", mirror => mirror.Change(mirror.Pointer, _ => "<!DOCTYPE html><html></html>"));
        yield return Case("a pointer to another variant", "points to", async mirror => mirror.Files[mirror.Pointer] = await mirror.ClearSignAsync(mirror.PointerText.Replace("amd64-openrc", "arm64-openrc")));
        yield return Case("a tarball one byte off", "the content is", mirror => mirror.Files[mirror.Archive][^1] ^= 1);
        yield return Case("a wrong size", "bytes, and latest", async mirror => mirror.Files[mirror.Pointer] = await mirror.ClearSignAsync(mirror.PointerText.TrimEnd() + "0\n"));
        yield return Case("DIGESTS of another file", "it names other.tar.xz", async mirror => mirror.Files[mirror.Archive + ".DIGESTS"] = await mirror.ClearSignAsync(mirror.DigestsText.Replace(Path.GetFileName(mirror.Archive), "other.tar.xz")));
        yield return Case("a detached signature of another file", "it is bad", async mirror => mirror.Files[mirror.Archive + ".asc"] = await mirror.SignAsync(Encoding.UTF8.GetBytes("another")));
        yield return Case("a tarball that is gone", "404", mirror => mirror.Files.Remove(mirror.Archive));
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Refused_before_anything_is_imported(string what, Func<Stage3Mirror, Task> spoil, string said)
    {
        using var mirror = await Stage3Mirror.CreateAsync();
        await spoil(mirror);
        Assert.That(() => mirror.BringAsync(), Throws.InstanceOf<AimeeException>().With.Message.Contains(said), what);
        Assert.That(Directory.EnumerateFiles(mirror.Directory, "stage3.tar", SearchOption.AllDirectories), Is.Empty);
    }

    [TestCase("../escape", "leaves its directory")]
    [TestCase("/etc/passwd", "leaves its directory")]
    public async Task A_signed_tarball_that_leaves_its_directory_is_refused(string name, string said)
    {
        using var mirror = await Stage3Mirror.CreateAsync(name);
        Assert.That(() => mirror.BringAsync(), Throws.InstanceOf<AimeeException>().With.Message.Contains(said));
    }

    [Test]
    public async Task A_stamp_that_is_gone_is_told_as_that()
    {
        using var mirror = await Stage3Mirror.CreateAsync();
        Assert.That(() => mirror.BringAsync("20200101T000000Z"), Throws.InstanceOf<AimeeException>().With.Message.Contains("of the stamp 20200101T000000Z"));
    }

    private static TestCaseData Case(string what, string said, Action<Stage3Mirror> spoil) => Case(what, said, mirror =>
    {
        spoil(mirror);
        return Task.CompletedTask;
    });

    private static TestCaseData Case(string what, string said, Func<Stage3Mirror, Task> spoil) => new TestCaseData(what, spoil, said).SetArgDisplayNames(what);
}
