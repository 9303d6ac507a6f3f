using System.Formats.Tar;
using System.Security.Cryptography;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images;
using Cake.Aimee.Images.Gentoo;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Images.Gentoo;

internal sealed class Stage3Tests
{
    private GentooKeys keys = null!;
    private TemporaryDirectory directory = null!;
    private GentooMirror mirror = null!;

    [OneTimeSetUp]
    public async Task MakeKeys() => keys = await GentooKeys.CreateAsync();

    [OneTimeTearDown]
    public void RemoveKeys() => keys?.Dispose();

    [SetUp]
    public async Task Publish()
    {
        directory = new();
        mirror = new(keys);
        await mirror.PublishAsync(await UserlandAsync());
    }

    [TearDown]
    public void Remove()
    {
        mirror?.Dispose();
        directory?.Dispose();
    }

    [Test]
    public async Task A_whole_and_signed_stage3_comes_as_the_tarball_is() => Assert.That(
        SHA256.HashData(await File.ReadAllBytesAsync(await BringAsync())),
        Is.EqualTo(SHA256.HashData(await File.ReadAllBytesAsync(In("userland.tar")))));

    [Test]
    public async Task A_pinned_stamp_needs_no_pointer_and_the_tarball_is_fetched_once()
    {
        mirror.Files.Remove(GentooMirror.Pointer, out _);
        await BringAsync(GentooMirror.Stamp);
        await BringAsync(GentooMirror.Stamp);
        Assert.That(mirror.Asked(GentooMirror.Archive()), Is.EqualTo(1));
    }

    [Test]
    public async Task A_download_that_breaks_off_goes_on_where_it_was()
    {
        mirror.Fragile = GentooMirror.Archive();
        await BringAsync();
        Assert.That(
            mirror.Questions.Where(question => question.Path == GentooMirror.Archive()).Select(question => question.From),
            Is.EqualTo(new int?[] { null, mirror.Files[GentooMirror.Archive()].Length / 2 }));
    }

    private static IEnumerable<TestCaseData> Bad()
    {
        yield return Case("a pointer without signature", "there is none", (mirror, _) => mirror.Change(GentooMirror.Pointer, _ => "# Latest\nx 1\n"));
        yield return Case("a pointer changed after it was signed", "it is bad", (mirror, _) => mirror.Change(GentooMirror.Pointer, text => text.Replace("# ts=1", "# ts=2")));
        yield return Case("a pointer by a foreign key", "foreign key", async (mirror, keys) => mirror.Files[GentooMirror.Pointer] = await keys.ClearSignAsync(mirror.PointerText, GentooKeys.Foreign));
        yield return Case("a pointer by an expired key", "has expired", async (mirror, keys) => mirror.Files[GentooMirror.Pointer] = await keys.ClearSignAsync(mirror.PointerText, GentooKeys.Expired));
        yield return Case("a mirror that serves HTML", "there is none", (mirror, _) => mirror.Change(GentooMirror.Pointer, _ => "<!DOCTYPE html><html></html>"));
        yield return Case("a pointer to another variant", "points to", async (mirror, keys) => mirror.Files[GentooMirror.Pointer] = await keys.ClearSignAsync(mirror.PointerText.Replace("amd64-openrc", "arm64-openrc")));
        yield return Case("a pointer to what is gone", "it is stale, or is being brought up to date", (mirror, keys) => mirror.Files.Remove(GentooMirror.Archive() + ".DIGESTS", out _));
        yield return Case("a tarball one byte off", "the content is", (mirror, _) => mirror.Files[GentooMirror.Archive()][^1] ^= 1);
        yield return Case("a tarball cut short", "the content is", (mirror, _) => mirror.Files[GentooMirror.Archive()] = mirror.Files[GentooMirror.Archive()][..^100]);
        yield return Case("a wrong size", "bytes, and latest", async (mirror, keys) => mirror.Files[GentooMirror.Pointer] = await keys.ClearSignAsync(mirror.PointerText.TrimEnd() + "0\n"));
        yield return Case("DIGESTS of another file", "it names other.tar.xz", async (mirror, keys) => mirror.Files[GentooMirror.Archive() + ".DIGESTS"] = await keys.ClearSignAsync(mirror.DigestsText.Replace(Path.GetFileName(GentooMirror.Archive()), "other.tar.xz")));
        yield return Case("DIGESTS by a foreign key", "foreign key", async (mirror, keys) => mirror.Files[GentooMirror.Archive() + ".DIGESTS"] = await keys.ClearSignAsync(mirror.DigestsText, GentooKeys.Foreign));
        yield return Case("a detached signature of another file", "it is bad", async (mirror, keys) => mirror.Files[GentooMirror.Archive() + ".asc"] = await keys.SignAsync("another"u8.ToArray()));
        yield return Case("a tarball that is gone", "404", (mirror, keys) => mirror.Files.Remove(GentooMirror.Archive(), out _));
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Refused_before_anything_is_imported(string what, Func<GentooMirror, GentooKeys, Task> spoil, string said)
    {
        await spoil(mirror, keys);
        Assert.That(() => BringAsync(), Throws.InstanceOf<AimeeException>().With.Message.Contains(said), what);
        Assert.That(Directory.EnumerateFiles(directory.Path, "stage3.tar", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task A_wrong_tarball_is_not_gone_on_with()
    {
        var right = mirror.Files[GentooMirror.Archive()];
        mirror.Files[GentooMirror.Archive()] = [.. right[..^1], (byte)(right[^1] ^ 1)];
        Assert.That(() => BringAsync(), Throws.InstanceOf<AimeeException>());
        mirror.Files[GentooMirror.Archive()] = right;
        await BringAsync();
        Assert.That(
            mirror.Questions.Where(question => question.Path == GentooMirror.Archive()).Select(question => question.From),
            Is.All.Null);
    }

    [TestCase("../escape", null)]
    [TestCase("/etc/passwd", null)]
    [TestCase("etc/link", "../../etc/passwd")]
    public async Task A_signed_tarball_that_leaves_its_directory_is_refused(string name, string? hardLink)
    {
        await mirror.PublishAsync(await UserlandAsync(hardLink is null
            ? new PaxTarEntry(TarEntryType.RegularFile, name)
            : new PaxTarEntry(TarEntryType.HardLink, name) { LinkName = hardLink }));
        Assert.That(() => BringAsync(), Throws.InstanceOf<AimeeException>().With.Message.Contains("its directory"));
    }

    [Test]
    public async Task A_signed_tarball_for_another_machine_is_refused()
    {
        var shell = await File.ReadAllBytesAsync("/bin/bash");
        shell[18] = 183;
        await mirror.PublishAsync(await UserlandAsync(shell: shell));
        Assert.That(() => BringAsync(), Throws.InstanceOf<AimeeException>().With.Message.Contains(
            "is for another architecture than x86_64-unknown-linux-gnu: its shell is for AArch64, not x86-64. Nothing was imported."));
    }

    [Test]
    public async Task A_mirror_that_goes_back_in_time_is_refused()
    {
        await BringAsync();
        await mirror.PublishAsync(In("userland.tar"), "20260426T164604Z");
        Assert.That(() => BringAsync(), Throws.InstanceOf<AimeeException>().With.Message.Contains(
            "latest-stage3-amd64-openrc.txt is stale: it names 20260426T164604Z, and 20260503T164604Z has been here before."));
        await BringAsync("20260426T164604Z");
    }

    [Test]
    public void A_stamp_that_is_gone_is_told_as_that() => Assert.That(
        () => BringAsync("20200101T000000Z"), Throws.InstanceOf<AimeeException>().With.Message.Contains("of the stamp 20200101T000000Z"));

    [Test]
    public async Task Doctor_says_whether_the_mirror_answers_and_which_keys_are_trusted()
    {
        mirror.PublishBinaryPackages();
        var facts = await LookAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts["mirror"], Is.EqualTo($"{mirror.Address}{GentooMirror.Pointer} answers: the newest is {GentooMirror.Stamp}, well signed"));
            Assert.That(facts["keyring"], Is.EqualTo(
                $"{keys.Keyring}: every key in it is trusted ({string.Join(", ", await keys.FingerprintsAsync(GentooKeys.Release, GentooKeys.Expired))})"));
            Assert.That(facts["binhost"], Is.EqualTo($"{mirror.Address}/releases/amd64/binpackages/23.0/x86-64 answers"));
        }

        mirror.Change(GentooMirror.Pointer, text => text.Replace("# ts=1", "# ts=2"));
        Assert.That((await LookAsync())["mirror"], Does.Contain(" answers, and would not be believed. The signature of latest-").And.Contain("it is bad"));
        mirror.Files.Clear();
        facts = await LookAsync();
        Assert.That(facts["mirror"], Does.Contain(" can not be had. ").And.Contain("404"));
        Assert.That(facts["binhost"], Does.EndWith("/x86-64 has no index of packages: 404 Not Found"));
    }

    [Test]
    public async Task Doctor_without_network_says_so_and_names_no_directory_of_its_own()
    {
        string address;
        using (var gone = new GentooMirror(keys))
        {
            address = gone.Address;
        }

        var facts = await LookAsync(address);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(facts["mirror"], Does.Contain(" can not be had. ").And.Contain("or name a mirror that has it.").And.Not.Contain(Path.GetTempPath()));
            Assert.That(facts["binhost"], Does.Contain("/x86-64 can not be had: "));
            Assert.That(facts["keyring"], Does.StartWith($"{keys.Keyring}: every key in it is trusted ("));
        }
    }

    [Test]
    public async Task Another_signer_is_another_image_and_a_prolonged_key_is_not()
    {
        var (ours, again, others) = (In("ours.asc"), In("again.asc"), In("others.asc"));
        await keys.ExportAsync(ours, GentooKeys.Release);
        await File.WriteAllTextAsync(again, (await File.ReadAllTextAsync(ours)).Replace("BLOCK-----\n\n", "BLOCK-----\nComment: again\n\n", StringComparison.Ordinal));
        await keys.ExportAsync(others, GentooKeys.Foreign);
        string[] trusted = [.. await Task.WhenAll(new[] { ours, again, others }.Select(KeyAsync))];
        Assert.That(trusted[1], Is.EqualTo(trusted[0]));
        Assert.That(trusted[2], Is.Not.EqualTo(trusted[0]));

        async Task<string> KeyAsync(string file) =>
            (await Plans.OfAsync(ImageKind.Stage3, "aarch64-unknown-linux-gnu", $"images: {{stage3: {{keyring: {file}}}}}", new GentooSystem())).Key;
    }

    private string In(string name) => Path.Combine(directory.Path, name);

    /// <summary>A tar archive with a shell, and an odd entry where one is wanted.</summary>
    private async Task<string> UserlandAsync(TarEntry? odd = null, byte[]? shell = null)
    {
        await using var writer = new TarWriter(File.Create(In("userland.tar")));
        await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "bin/bash")
        {
            DataStream = new MemoryStream(shell ?? await File.ReadAllBytesAsync("/bin/bash")),
        });
        if (odd is not null)
        {
            await writer.WriteEntryAsync(odd);
        }

        return In("userland.tar");
    }

    private string Config(string? stamp, string? address = null) =>
        $"paths: {{sources: {In("sources")}}}\nimages: {{stage3: {{mirror: \"{address ?? mirror.Address}\", keyring: {keys.Keyring}{(stamp is null ? "" : $", stamp: {stamp}")}}}}}";

    /// <summary>Brings the stage3 as the chain does, and returns the tar archive's path.</summary>
    private async Task<string> BringAsync(string? stamp = null)
    {
        var work = Directory.CreateDirectory(In($"work-{Guid.NewGuid():N}")).FullName;
        var plan = await Plans.OfAsync(ImageKind.Stage3, "aarch64-unknown-linux-gnu", Config(stamp), new GentooSystem());
        return await plan.Stage3!.MakeAsync(new(work, new ProcessRunner(), _ => { }), CancellationToken.None);
    }

    private async Task<Dictionary<string, string>> LookAsync(string? address = null) => (await new GentooSystem().LookAsync(
        await Plans.ContextAsync("aarch64-unknown-linux-gnu", Config(null, address), new GentooSystem()), new ProcessRunner(), CancellationToken.None)).ToDictionary();

    private static TestCaseData Case(string what, string said, Action<GentooMirror, GentooKeys> spoil) => Case(what, said, (mirror, keys) =>
    {
        spoil(mirror, keys);
        return Task.CompletedTask;
    });

    private static TestCaseData Case(string what, string said, Func<GentooMirror, GentooKeys, Task> spoil) => new TestCaseData(what, spoil, said).SetArgDisplayNames(what);
}
