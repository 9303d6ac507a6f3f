using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.Tests.Archives;

/// <summary>Archives of all kinds, unpacked.</summary>
internal sealed class UnpackerTests
{
    private static readonly UnpackOptions Sources = new();
    private static readonly UnpackOptions Artifacts = new() { KeepModes = true, AllowSpecialFiles = true };

    private ScratchDirectory _directory = null!;

    private string Root => Path.Combine(_directory.Path, "root");

    private string Target => Path.Combine(_directory.Path, "target");

    [SetUp]
    public void MakeDirectory()
    {
        _directory = new ScratchDirectory();
        Directory.CreateDirectory(Root);
    }

    [TearDown]
    public void RemoveDirectory() => _directory.Dispose();

    private Task UnpackAsync(string archive, UnpackOptions? options = null) =>
        Unpacker.UnpackAsync(archive, Target, options ?? Sources, new ProcessRunner(), CancellationToken.None);

    private async Task<string> FaultAsync(string archive, UnpackOptions? options = null) =>
        (await Assert.ThrowsAsync<AimeeException>(() => UnpackAsync(archive, options)))!.Message;

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_directory.Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private string Write(TarBuilder archive, bool trailer = true) => Write("test.tar", archive.ToArray(trailer));

    private string Pack(string name, string script)
    {
        var path = Path.Combine(_directory.Path, name);
        Shell.Run($"cd \"$2\"; archive=$1; {script}", path, Root);
        return path;
    }

    /// <summary>All there is to see of a tree.</summary>
    private static string Describe(string directory) => Shell.Run(
        "cd \"$1\"; find . -mindepth 1 -printf '%p %y %m %n %Ts %l\\n' | LC_ALL=C sort; find . -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum", directory);

    private void MakeTree() => Shell.Run(
        """
        cd "$1"
        mkdir -p usr/bin usr/lib empty
        echo program >usr/bin/program; chmod 755 usr/bin/program
        ln -s program usr/bin/link; ln -s /etc/passwd usr/absolute; ln usr/bin/program usr/lib/other
        head -c 1000000 /dev/urandom >usr/lib/random; : >usr/empty
        d=$(printf '%0100d' 1); mkdir -p "$d/$d"; echo long >"$d/$d/file"
        printf x >"$(printf 'latin-\351')"; printf x >"$(printf 'line\nend')"
        find . -exec touch -h -d @1500000000 {} +
        """,
        Root);

    [TestCase("x.tar", "tar -cf $archive .")]
    [TestCase("x.tar", "tar --format=v7 --exclude='0*' --exclude=usr/bin/program -cf $archive .")]
    [TestCase("x.tar", "tar --format=pax -cf $archive *")]
    [TestCase("x.tar", "tar --format=gnu --blocking-factor=1 -cf $archive *")]
    [TestCase("x.tar.gz", "tar -czf $archive .")]
    [TestCase("x.tgz", "tar -c . | split -b 400K --filter='gzip' >$archive")]
    [TestCase("x.tar.zst", "tar --zstd -cf $archive .")]
    [TestCase("x.tar.bz2", "tar -cjf $archive .")]
    [TestCase("x.tar.xz", "tar -cJf $archive .")]
    [TestCase("x.tar.lz", "tar -c . | lzip >$archive")]
    [TestCase("x.tar.Z", "tar -c . | compress -cf >$archive")]
    [TestCase("wrong.zip", "tar -cJf $archive .")]
    public async Task What_tar_packs_comes_out_as_tar_unpacks_it(string name, string script)
    {
        MakeTree();
        var archive = Pack(name, script);
        var peer = Path.Combine(_directory.Path, "peer");
        Shell.Run("mkdir \"$2\"; tar -C \"$2\" -xp --no-same-owner -f \"$1\" || xz -d <\"$1\" | tar -C \"$2\" -xp --no-same-owner", archive, peer);
        await UnpackAsync(archive, Artifacts);
        Assert.That(Describe(Target), Is.EqualTo(Describe(peer)));
    }

    [Test]
    public async Task What_is_packed_here_comes_out_the_same([Values("tar", "tar.zst", "tar.gz", "tar.xz", "tar.bz2")] string format)
    {
        MakeTree();
        Shell.Run("cd \"$1\"; chmod 4755 usr/bin/program; chmod 1777 empty; chmod 555 usr; mkfifo pipe; cp /bin/true ping; setcap cap_net_raw+ep ping; find . -exec touch -h -d @1500000000 {} +", Root);
        var archive = Path.Combine(_directory.Path, "x." + format);
        await TarPacker.PackAsync(new(Root) { Format = format, ClampTo = DateTimeOffset.UtcNow }, archive, new ProcessRunner(), CancellationToken.None);
        await UnpackAsync(archive, Artifacts);
        Assert.That(Describe(Target), Is.EqualTo(Describe(Root)));
        Assert.That(Shell.Run("getcap \"$1/ping\"", Target), Does.Contain("cap_net_raw=ep"));
    }

    [TestCase("--format=gnu")]
    [TestCase("--format=pax --sparse-version=0.0")]
    [TestCase("--format=pax --sparse-version=0.1")]
    [TestCase("--format=pax --sparse-version=1.0")]
    public async Task Sparse_files_come_out_whole(string format)
    {
        Shell.Run("cd \"$1\"; for at in 0 1 5 9 40 41 99 200 300 301 555 777; do printf \"at $at\" | dd of=sparse bs=100k seek=$at conv=notrunc status=none; done; truncate -s 100M sparse; truncate -s 10M hole; echo small >z", Root);
        await UnpackAsync(Pack("x.tar", $"tar --sparse {format} -cf $archive *"));
        Shell.Run("cmp \"$1/sparse\" \"$2/sparse\"; cmp \"$1/hole\" \"$2/hole\"; cmp \"$1/z\" \"$2/z\"", Root, Target);
        Assert.That(long.Parse(Shell.Run("stat -c %b \"$1/sparse\"", Target)), Is.LessThan(2000), "holes take no room");
    }

    [Test]
    public async Task Modes_of_sources_are_put_right_for_people_to_work_with()
    {
        var archive = Write(new TarBuilder()
            .Directory("d", 0x124).File("d/readonly", "x", 0x124).File("d/setuid", "x", 0x9ff).File("d/none", "x", 0).Directory("open", 0x3ff));
        await UnpackAsync(archive);
        Assert.That(Shell.Run("cd \"$1\"; stat -c '%n %a' d d/* open", Target), Is.EqualTo(
            """
            d 744
            d/none 600
            d/readonly 644
            d/setuid 755
            open 755

            """));
        await UnpackAsync(archive, Artifacts);
        Assert.That(Shell.Run("cd \"$1\"; stat -c '%n %a' d d/* open", Target), Is.EqualTo(
            """
            d 444
            d/none 0
            d/readonly 444
            d/setuid 4777
            open 1777

            """));
    }

    [Test]
    public async Task Times_have_their_fractions()
    {
        await UnpackAsync(Write(new TarBuilder().Pax("mtime=1500000000.25").File("a").Pax("mtime=-1.5").File("b").Pax("mtime=12").Directory("d").File("d/c")));
        Assert.That(Shell.Run("cd \"$1\"; stat -c %.9Y a b d", Target), Is.EqualTo("1500000000.250000000\n-1.500000000\n12.000000000\n"));
    }

    [Test]
    public async Task The_last_of_several_entries_of_one_name_counts()
    {
        await UnpackAsync(Write(new TarBuilder()
            .File("a", "first").Link("b", "a").File("a", "second")
            .Directory("d").Symlink("d", "elsewhere").Symlink("s", "d").Directory("s").File("s/x", "in s")
            .Directory("e", 0x1c0).File("e/f", "f").Directory("e", 0x1ed).Link("self", "a").Link("self", "self")));
        Assert.That(Shell.Run("cd \"$1\"; cat a b; readlink d; stat -c %F s; cat s/x e/f; stat -c %a e; cat self", Target), Is.EqualTo("secondfirstelsewhere\ndirectory\nin sf755\nsecond"));
    }

    [Test]
    public async Task Directories_that_are_only_implied_are_made() =>
        Assert.That(
            await DescribeAsync(new TarBuilder().File("./a//b/./c", "x")),
            Does.Contain("./a d 755").And.Contain("./a/b d 755").And.Contain("./a/b/c f 644"));

    private async Task<string> DescribeAsync(TarBuilder archive)
    {
        await UnpackAsync(Write(archive));
        return Describe(Target);
    }

    [TestCase("tar")]
    [TestCase("tar.gz")]
    [TestCase("tar.zst")]
    [TestCase("tar.xz")]
    [TestCase("tar.bz2")]
    [TestCase("tar.lz")]
    [TestCase("zip")]
    public async Task A_truncated_archive_is_an_error_by_name(string format)
    {
        MakeTree();
        var archive = format switch
        {
            "zip" => Pack("x.zip", "zip -qry $archive ."),
            "tar.lz" => Pack("x.tar.lz", "tar -c . | lzip >$archive"),
            _ => Pack("x." + format, "tar -caf $archive ."),
        };
        var whole = await File.ReadAllBytesAsync(archive);
        foreach (var part in (double[])[0.001, 0.1, 0.5, 0.9, 0.99])
        {
            await File.WriteAllBytesAsync(archive, whole[..(int)(whole.Length * part)]);
            Assert.That(await FaultAsync(archive), Does.Contain("x." + format), $"cut at {part}");
        }
    }

    [Test]
    public async Task An_archive_without_its_end_is_truncated() =>
        Assert.That(await FaultAsync(Write(new TarBuilder().File("a", "x"), trailer: false)), Does.Contain("test.tar: the archive is truncated"));

    [Test]
    public async Task A_damaged_archive_is_an_error_by_name([Values("tar.gz", "tar.zst", "tar.xz", "tar.bz2", "zip")] string format)
    {
        MakeTree();
        var archive = Pack("x." + format, format == "zip" ? "zip -qry $archive ." : "tar -caf $archive .");
        var content = await File.ReadAllBytesAsync(archive);
        content[content.Length / 2] ^= 0x10;
        content[(content.Length / 2) + 1] ^= 0x55;
        await File.WriteAllBytesAsync(archive, content);
        Assert.That(await FaultAsync(archive), Does.Contain("x." + format).And.Contain("damaged"));
    }

    [TestCase("<!DOCTYPE html><html>Not found", "web page")]
    [TestCase("", "it is empty")]
    [TestCase("hello", "no archive that can be unpacked")]
    public async Task What_is_no_archive_is_said(string content, string message) =>
        Assert.That(await FaultAsync(Write("x.tar.gz", TarBuilder.Bytes(content))), Does.Contain(message).And.Contain("x.tar.gz"));

    [Test]
    public async Task A_missing_archive_is_said() =>
        Assert.That(await FaultAsync(Path.Combine(_directory.Path, "none.tar")), Does.Contain("none.tar"));

    [Test]
    [NonParallelizable]
    public async Task A_missing_program_is_named_with_its_package()
    {
        MakeTree();
        var archive = Pack("x.tar.lz", "tar -c . | lzip >$archive");
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", _directory.Path);
            Assert.That(await FaultAsync(archive), Does.Contain("needs the program lzip").And.Contain("apt-get install lzip"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [TestCase("a.tar.gz", true)]
    [TestCase("a-1.0.TGZ", true)]
    [TestCase("a.tar.Z", true)]
    [TestCase("a.tar", true)]
    [TestCase("a.zip", true)]
    [TestCase("a.tar.lz", true)]
    [TestCase("a.jar", false)]
    [TestCase("fix.patch.gz", false)]
    [TestCase(".zip", false)]
    [TestCase("guitar", false)]
    public void Names_of_archives_are_known(string name, bool expected) => Assert.That(Unpacker.IsArchive(name), Is.EqualTo(expected));

    [Test]
    public async Task A_cancelled_unpacking_stops([Values("tar", "tar.xz", "zip")] string format)
    {
        MakeTree();
        var archive = Pack("x." + format, format == "zip" ? "zip -qry $archive ." : "tar -caf $archive .");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.That(
            () => Unpacker.UnpackAsync(archive, Target, Sources, new ProcessRunner(), stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
