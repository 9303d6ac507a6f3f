using System.Security.Cryptography;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Archives;

/// <summary>Directories packed, and looked at with tar.</summary>
internal sealed class TarPackerTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000);
    private static readonly string[] Formats = ["tar", "tar.zst", "tar.gz", "tar.xz", "tar.bz2"];

    private ScratchDirectory _directory = null!;

    private string Root => Path.Combine(_directory.Path, "root");

    private string Target => Path.Combine(_directory.Path, "out", "x.archive");

    [SetUp]
    public void MakeDirectory()
    {
        _directory = new ScratchDirectory();
        Directory.CreateDirectory(Root);
    }

    [TearDown]
    public void RemoveDirectory() => _directory.Dispose();

    private static Task<PackedArchive> PackAsync(PackRequest request, string target) =>
        TarPacker.PackAsync(request, target, new ProcessRunner(), CancellationToken.None);

    private PackRequest Request(string format = "tar") => new(Root) { ClampTo = Epoch, Format = format };

    private async Task<string[]> ListAsync(PackRequest request)
    {
        await PackAsync(request, Target);
        return Shell.Run("tar -tf \"$1\"", Target).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<string> FaultAsync(PackRequest request) =>
        (await Assert.ThrowsAsync<AimeeException>(() => PackAsync(request, Target)))!.Message;

    private void MakeTree() => Shell.Run(
        """
        cd "$1"
        mkdir -p usr/bin usr/lib empty a
        echo program >usr/bin/program; chmod 4755 usr/bin/program
        ln -s program usr/bin/link
        ln usr/bin/program usr/lib/other
        echo b >a-b; echo c >a/c; chmod 1777 a
        mkfifo usr/pipe
        head -c 100000 /dev/urandom >usr/lib/random
        touch -d @1500000000.7 a/c
        """,
        Root);

    [Test]
    public async Task Entries_stand_in_the_order_of_a_walk_with_what_tar_tells_of_them()
    {
        MakeTree();
        await PackAsync(Request(), Target);
        var listing = Shell.Run("TZ=UTC tar --numeric-owner --full-time -tvf \"$1\" | tr -s ' '", Target);
        Assert.That(listing, Is.EqualTo(
            """
            drwxrwxrwt 0/0 0 2020-09-13 12:26:40 a/
            -rw-r--r-- 0/0 2 2017-07-14 02:40:00 a/c
            -rw-r--r-- 0/0 2 2020-09-13 12:26:40 a-b
            drwxr-xr-x 0/0 0 2020-09-13 12:26:40 empty/
            drwxr-xr-x 0/0 0 2020-09-13 12:26:40 usr/
            drwxr-xr-x 0/0 0 2020-09-13 12:26:40 usr/bin/
            lrwxrwxrwx 0/0 0 2020-09-13 12:26:40 usr/bin/link -> program
            -rwsr-xr-x 0/0 8 2020-09-13 12:26:40 usr/bin/program
            drwxr-xr-x 0/0 0 2020-09-13 12:26:40 usr/lib/
            hrwsr-xr-x 0/0 0 2020-09-13 12:26:40 usr/lib/other link to usr/bin/program
            -rw-r--r-- 0/0 100000 2020-09-13 12:26:40 usr/lib/random
            prw-r--r-- 0/0 0 2020-09-13 12:26:40 usr/pipe

            """));
    }

    [Test]
    public async Task The_same_tree_gives_the_same_bytes_however_it_was_made_and_however_many_threads_pack_it(
        [ValueSource(nameof(Formats))] string format)
    {
        MakeTree();
        Shell.Run("(seq 200000; head -c 27000000 /dev/zero; head -c 3000000 /dev/urandom) >\"$1/usr/lib/large\"; cp -a \"$1\" \"$2/copy\"", Root, _directory.Path);
        var copy = Path.Combine(_directory.Path, "copy");
        // Made in another order, by another owner, at another time.
        Shell.Run("cd \"$1\"; mv a-b z; mv z a-b; mv usr/lib/other usr/bin/zz; rm usr/bin/program; ln usr/bin/zz usr/lib/other; mv usr/bin/zz usr/bin/program; chown -R 7:7 .; chmod 4755 usr/bin/program; touch usr", copy);

        var one = await PackAsync(Request(format) with { Threads = 1 }, Target);
        var other = await PackAsync(Request(format) with { Directory = copy, Threads = 5 }, Target + ".other");
        Assert.That(other, Is.EqualTo(one));
        var written = await File.ReadAllBytesAsync(Target);
        Assert.That(one, Is.EqualTo(new PackedArchive(Convert.ToHexStringLower(SHA256.HashData(written)), written.Length)));
        Shell.Run("mkdir \"$2/u\"; tar -xpf \"$1\" -C \"$2/u\"; diff -r --no-dereference --exclude=pipe \"$2/u\" \"$2/root\"", Target, _directory.Path);
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!), Has.Length.EqualTo(2), "no temporary name is left");
    }

    [Test]
    public async Task Names_are_bytes_and_may_be_long()
    {
        Shell.Run(
            """
            cd "$1"
            d=$(printf '%0200d' 1); mkdir -p "$d/$d"; echo long >"$d/$d/file"; ln -s "$d/$d/file" link; ln "$d/$d/file" hard
            printf x >"$(printf 'latin-\351')"; printf x >"$(printf 'line\nend')"
            """,
            Root);
        await PackAsync(Request(), Target);
        Shell.Run("mkdir \"$2/u\"; tar -xf \"$1\" -C \"$2/u\"; diff -r --no-dereference \"$2/u\" \"$2/root\"", Target, _directory.Path);
        Assert.That(Shell.Run("tar -tf \"$1\" --quoting-style=escape", Target), Does.Contain("latin-\\351\n").And.Contain("line\\nend\n"));
    }

    [Test]
    public async Task Capabilities_are_kept()
    {
        Shell.Run("cd \"$1\"; cp /bin/true ping; setcap cap_net_raw+ep ping", Root);
        await PackAsync(Request(), Target);
        Shell.Run("mkdir \"$2/u\"; tar -xf \"$1\" --xattrs --xattrs-include='*' -C \"$2/u\"", Target, _directory.Path);
        Assert.That(Shell.Run("getcap \"$1/u/ping\"", _directory.Path), Does.Contain("cap_net_raw=ep"));
    }

    [Test]
    public async Task Files_that_are_not_on_disk_stand_among_those_that_are()
    {
        MakeTree();
        var request = Request() with
        {
            Extra = [new("var/db/list", "one\0"u8.ToArray()), new("a-b", "replaced"u8.ToArray()) { Mode = 0x1ed }],
        };
        var list = await ListAsync(request);
        Assert.That(list[^4..], Is.EqualTo(["usr/pipe", "var/", "var/db/", "var/db/list"]));
        Assert.That(Shell.Run("tar -xOf \"$1\" a-b var/db/list", Target), Is.EqualTo("replacedone\0"));
        Assert.That(Shell.Run("TZ=UTC tar --full-time -tvf \"$1\" a-b var/", Target), Does.Contain("-rwxr-xr-x").And.Contain("drwxr-xr-x").And.Contain("2020-09-13 12:26:40"));
    }

    [TestCase("empty", "\"empty\" can not be packed: \"empty\" stands in its way")]
    [TestCase("a-b/c", "\"a-b/c\" can not be packed: \"a-b\" stands in its way")]
    [TestCase("../x", "\"../x\" is no path inside an archive")]
    [TestCase("/x", "\"/x\" is no path inside an archive")]
    public async Task A_file_that_finds_no_place_is_an_error(string path, string message)
    {
        MakeTree();
        Assert.That(await FaultAsync(Request() with { Extra = [new(path, default)] }), Does.Contain(message));
    }

    [Test]
    public async Task A_part_of_the_tree_has_its_parents_and_its_links_whole()
    {
        MakeTree();
        Assert.That(
            await ListAsync(Request() with { Include = path => path.StartsWith("usr/lib", StringComparison.Ordinal) }),
            Is.EqualTo(["usr/", "usr/lib/", "usr/lib/other", "usr/lib/random"]));
        Assert.That(Shell.Run("tar -xOf \"$1\" usr/lib/other", Target), Is.EqualTo("program\n"), "the first of what is packed is the file");
        Assert.That(await ListAsync(Request() with { Include = path => path == "empty" }), Is.EqualTo(["empty/"]));
        Assert.That(await ListAsync(Request() with { Include = _ => false }), Is.Empty);
    }

    [Test]
    public async Task Sockets_are_refused_by_name()
    {
        Shell.Run("cd \"$1\"; mkdir run; perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local=>\"run/socket\", Listen=>1) or die'", Root);
        Assert.That(await FaultAsync(Request()), Does.Contain("socket").And.Contain("run/socket"));
    }

    [Test]
    public async Task A_file_that_something_writes_to_is_an_error()
    {
        await File.WriteAllBytesAsync(Path.Combine(Root, "a"), new byte[4_000_000]);
        await File.WriteAllBytesAsync(Path.Combine(Root, "log"), new byte[1000]);
        // The filter is asked after the size was read, and before the content is.
        var grows = Request() with { Include = path => Touch(path, file => file.Write([1])) };
        Assert.That(await FaultAsync(grows), Does.Contain("log: its size of 1000 bytes changed while it was being packed"));
        var shrinks = Request() with { Include = path => Touch(path, file => file.SetLength(10)) };
        Assert.That(await FaultAsync(shrinks), Does.Contain("log: its size of 1001 bytes changed while it was being packed"));
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!), Is.Empty);
    }

    private bool Touch(string path, Action<FileStream> change)
    {
        if (path == "log")
        {
            using var file = new FileStream(Path.Combine(Root, path), FileMode.Open);
            file.Seek(0, SeekOrigin.End);
            change(file);
        }

        return true;
    }

    [Test]
    public async Task What_is_wrong_is_said_by_name()
    {
        Assert.That(await FaultAsync(Request("rar")), Does.Contain("no archive format 'rar'").And.Contain("tar.zst"));
        Assert.That(await FaultAsync(Request("tar.xz") with { Level = 10 }), Does.Contain("xz has no compression level 10"));
        Assert.That(await FaultAsync(Request() with { Directory = Root + "/none" }), Does.Contain(Root + "/none: can not be packed: No such file or directory"));
        Assert.That(
            (await Assert.ThrowsAsync<AimeeException>(() => PackAsync(Request(), "/proc/none/x.tar")))!.Message,
            Does.Contain("/proc/none/x.tar: can not be written"));
    }

    [Test]
    public void A_cancelled_archive_leaves_nothing([ValueSource(nameof(Formats))] string format)
    {
        Shell.Run("head -c 50000000 /dev/urandom >\"$1/large\"", Root);
        using var stop = new CancellationTokenSource();
        var request = Request(format) with { Include = _ => Stop(stop) };
        Assert.That(
            () => TarPacker.PackAsync(request, Target, new ProcessRunner(), stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!), Is.Empty);
    }

    private static bool Stop(CancellationTokenSource stop)
    {
        stop.Cancel();
        return true;
    }
}
