using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.Tests.Archives;

/// <summary>Archives that try to write outside of the directory that they are unpacked into.</summary>
internal sealed class EvilArchiveTests
{
    private static readonly UnpackOptions Anything = new() { KeepModes = true, AllowSpecialFiles = true };

    private ScratchDirectory _directory = null!;
    private string _before = null!;

    private string Target => Path.Combine(_directory.Path, "target");

    private string Outside => Path.Combine(_directory.Path, "outside");

    /// <summary>Beside the target lies what must not change; in it lie links there, made by somebody else.</summary>
    [SetUp]
    public void MakeDirectory()
    {
        _directory = new ScratchDirectory();
        Shell.Run(
            """
            cd "$1"; mkdir -p outside/d target
            echo precious >outside/file; echo deep >outside/d/file; chmod 640 outside/file
            ln -s ../outside target/old; ln -s ../outside/file target/oldfile; ln outside/file target/hard
            find outside -exec touch -d @1400000000 {} +
            """,
            _directory.Path);
        _before = DescribeOutside();
    }

    [TearDown]
    public void RemoveDirectory() => _directory.Dispose();

    /// <summary>All but the number of names, which is told where it must not change.</summary>
    private string DescribeOutside() => Shell.Run(
        "cd \"$1\"; find . -path ./target -prune -o -path './*.tar' -o -path ./x.zip -o -mindepth 1 -printf '%p %y %m %U %s %T@ %l\\n' | LC_ALL=C sort; cat outside/file outside/d/file; find outside/d/file -printf '%n\\n'",
        _directory.Path);

    private string Write(TarBuilder archive, string name = "evil.tar")
    {
        var path = Path.Combine(_directory.Path, name);
        File.WriteAllBytes(path, archive.ToArray());
        return path;
    }

    private Task UnpackAsync(string archive, UnpackOptions options) =>
        Unpacker.UnpackAsync(archive, Target, options, new ProcessRunner(), CancellationToken.None);

    private async Task CheckRefusedAsync(string archive, string entry, string reason, UnpackOptions? options = null)
    {
        var fault = await Assert.ThrowsAsync<AimeeException>(() => UnpackAsync(archive, options ?? Anything));
        Assert.That(fault!.Message, Does.Contain(Path.GetFileName(archive)).And.Contain($"\"{entry}\"").And.Contain(reason));
        Assert.That(DescribeOutside(), Is.EqualTo(_before));
    }

    [TestCase("/etc/evil", "absolute")]
    [TestCase("../outside/file", "upwards")]
    [TestCase("a/../../outside/file", "upwards")]
    [TestCase("a/..", "upwards")]
    [TestCase("..", "upwards")]
    [TestCase("old/file", "leads through \"old\", which is a symbolic link")]
    [TestCase("oldfile/x", "leads through \"oldfile\", which is a symbolic link")]
    [TestCase("hard/x", "leads through \"hard\", which is no directory")]
    public async Task A_path_that_leads_outside_is_refused(string path, string reason)
    {
        await CheckRefusedAsync(Write(new TarBuilder().File(path, "evil")), path, reason);
        await CheckRefusedAsync(Write(new TarBuilder().Symlink(path, "x")), path, reason);
        await CheckRefusedAsync(Write(new TarBuilder().Entry(path, '6')), path, reason);
        await CheckRefusedAsync(Write(new TarBuilder().File("a").Link(path, "a")), path, reason);
        await CheckRefusedAsync(Write(new TarBuilder().Directory(path)), path, reason);
        await CheckRefusedAsync(Write(new TarBuilder().Pax("path=" + path).File("innocent", "evil")), path, reason);
        await CheckRefusedAsync(Write(new TarBuilder().Long('L', path).File("innocent", "evil")), path, reason);
    }

    [TestCase("../outside")]
    [TestCase("/etc")]
    [TestCase("loop/other")]
    [TestCase(".")]
    public async Task Nothing_is_written_through_a_link_that_the_archive_makes(string target)
    {
        await CheckRefusedAsync(Write(new TarBuilder().Symlink("link", target).File("link/file", "evil")), "link/file", "symbolic link");
        await CheckRefusedAsync(Write(new TarBuilder().Directory("a").Symlink("a/link", "../" + target).Symlink("b", "a/link").File("b/d/file", "evil")), "b/d/file", "symbolic link");
        await CheckRefusedAsync(Write(new TarBuilder().Symlink("link", target).Directory("link/d", 0x1ff)), "link/d", "symbolic link");
        await CheckRefusedAsync(Write(new TarBuilder().Directory("dir").Symlink("dir", target).File("dir/file", "evil")), "dir/file", "symbolic link");
        await CheckRefusedAsync(Write(new TarBuilder().Symlink("y", target).File("y/../z")), "y/../z", "upwards");
    }

    [Test]
    public async Task A_name_that_is_a_link_is_replaced_and_not_followed()
    {
        await UnpackAsync(
            Write(new TarBuilder().File("oldfile", "new").File("hard", "new", 0x1ff).Symlink("link", "../outside/file").File("link", "new").Directory("old", 0x1ff)), Anything);
        Assert.That(DescribeOutside(), Is.EqualTo(_before));
        Assert.That(Shell.Run("cd \"$1\"; cat oldfile hard link; stat -c %F old", Target), Is.EqualTo("newnewnewdirectory\n"));
    }

    [Test]
    public async Task Modes_and_times_of_directories_are_not_set_through_links()
    {
        await UnpackAsync(Write(new TarBuilder().Directory("dir", 0x1ff).Symlink("dir", "../outside").Directory("e/f", 0x1ff).Symlink("g", "../outside")), Anything);
        Assert.That(DescribeOutside(), Is.EqualTo(_before));
    }

    [TestCase("/etc/passwd", "absolute")]
    [TestCase("../outside/d/file", "upwards")]
    [TestCase("old/d/file", "leads through \"old\", which is a symbolic link")]
    [TestCase("link/d/file", "leads through \"link\", which is a symbolic link")]
    [TestCase("none", "no such file")]
    [TestCase(".", "no such file")]
    [TestCase("d", "no such file")]
    public async Task A_hard_link_to_outside_is_refused(string target, string reason) =>
        await CheckRefusedAsync(Write(new TarBuilder().Directory("d").Symlink("link", "../outside").Link("evil", target)), "evil", reason);

    [TestCase('3')]
    [TestCase('4')]
    [TestCase('6')]
    public async Task Devices_and_pipes_are_refused_where_they_are_not_asked_for(char type)
    {
        await CheckRefusedAsync(Write(new TarBuilder().File("a").Entry("dev/x", type)), "dev/x", "device node or a named pipe", new UnpackOptions());
        Assert.That(File.Exists(Path.Combine(Target, "dev/x")), Is.False);
    }

    [Test]
    public async Task Odd_entries_are_refused_by_name()
    {
        await CheckRefusedAsync(Write(new TarBuilder().File("./", "x")), "./", "refused");
        await CheckRefusedAsync(Write(new TarBuilder().Symlink(".", "x")), ".", "names the directory itself");
        await CheckRefusedAsync(Write(new TarBuilder().Pax("path=" + string.Concat(Enumerable.Repeat("d/", 3000)) + "x").File("x")), string.Concat(Enumerable.Repeat("d/", 3000)) + "x", "more than 4095 bytes");
        await CheckRefusedAsync(Write(new TarBuilder().Pax("path=" + new string('n', 300)).File("x")), new string('n', 300), "name too long");
        await CheckRefusedAsync(Write(new TarBuilder().File("d/x").File("d", "a file")), "d", "a directory that is not empty stands in its place");
        await CheckRefusedAsync(Write(new TarBuilder().Pax("GNU.sparse.major=0", "GNU.sparse.map=100,5", "GNU.sparse.size=50").File("s", "12345")), "s", "map of a sparse file is broken");
        await CheckRefusedAsync(Write(new TarBuilder().Pax("GNU.sparse.major=1", "GNU.sparse.realsize=50").File("s", "99999999999\n")), "s", "map of a sparse file is broken");
    }

    private string Zip(string script)
    {
        var path = Path.Combine(_directory.Path, "x.zip");
        Shell.Run("python3 - \"$1\" <<'EOF'\nimport sys, zipfile, struct\nz = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)\ndef add(name, data=b'x', mode=0o100644, how=8):\n    i = zipfile.ZipInfo(name, (2017, 7, 14, 2, 40, 0)); i.create_system = 3; i.external_attr = mode << 16 or 32; i.compress_type = how; z.writestr(i, data)\n" + script + "\nEOF", path);
        return path;
    }

    [TestCase("add('../outside/file')", "../outside/file", "upwards")]
    [TestCase("add('/etc/evil')", "/etc/evil", "absolute")]
    [TestCase("add('old/file')", "old/file", "symbolic link")]
    [TestCase("add('l', b'../outside', 0o120777); add('l/file')", "l/file", "symbolic link")]
    [TestCase("add('node', b'', 0o020666)", "node", "neither a file")]
    [TestCase("add('pipe', b'', 0o010666)", "pipe", "neither a file")]
    [TestCase("add('s', b'', 0o120777)", "s", "without a usual target")]
    [TestCase("add('big', b'x' * 1000); z.filelist[0].file_size = 10", "big", "checksum")]
    [TestCase("add('stored', b'x' * 1000, how=0); z.filelist[0].file_size = 10", "stored", "more content than")]
    [TestCase("add('small', b'x' * 1000); z.filelist[0].file_size = 2000", "small", "less content than")]
    [TestCase("add('crc'); z.filelist[0].CRC = 1", "crc", "checksum")]
    [TestCase("add('method'); z.filelist[0].compress_type = 14", "method", "not supported")]
    [TestCase("add('secret'); z.filelist[0].flag_bits |= 1", "secret", "encrypted")]
    public Task An_evil_zip_entry_is_refused(string script, string entry, string reason) =>
        CheckRefusedAsync(Zip(script + "\nz.close()"), entry, reason);

    [Test]
    public async Task A_zip_archive_comes_out_with_its_modes_links_and_times()
    {
        await UnpackAsync(
            Zip("add('d/', b'', 0o040755); add('d/run', b'#!/bin/sh', 0o100755); add('l', b'd/run', 0o120777); add('dos', b'y', 0); add('d/run', b'last', 0o104775)\nz.close()"), new UnpackOptions());
        Assert.That(Shell.Run("cd \"$1\"; stat -c '%n %a %Y' d d/run dos; readlink l; cat d/run", Target), Is.EqualTo(
            """
            d 755 1500000000
            d/run 755 1500000000
            dos 644 1500000000
            d/run
            last
            """));
    }

    [Test]
    public async Task Whatever_an_archive_says_nothing_changes_outside([Range(1, 60)] int seed)
    {
        var random = new Random(seed);
        string[] names = ["a", "b", "old", "oldfile", "hard", "..", ".", "", "file", "d"];
        string Name() => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => names[random.Next(names.Length)]));
        string Linked() => random.Next(4) switch { 0 => "../outside", 1 => Outside + "/d", 2 => "../" + Name(), _ => Name() };
        for (var archive = 0; archive < 40; archive++)
        {
            var evil = new TarBuilder();
            for (var entry = random.Next(1, 8); entry > 0; entry--)
            {
                // Mostly names that a check by text alone lets pass.
                var name = random.Next(3) > 0 ? Name().Replace("..", "a", StringComparison.Ordinal).TrimStart('/') : Name();
                _ = random.Next(6) switch
                {
                    0 => evil.Directory(name, random.Next(0x1000)),
                    1 or 2 => evil.Symlink(name, Linked()),
                    3 => evil.Link(name, Linked()),
                    4 => evil.Entry(name, '6'),
                    _ => evil.File(name, "evil", random.Next(0x1000)),
                };
            }

            try
            {
                await UnpackAsync(Write(evil), random.Next(2) == 0 ? Anything : new UnpackOptions());
            }
            catch (AimeeException)
            {
                // Refused: most are.
            }
        }

        Assert.That(DescribeOutside(), Is.EqualTo(_before));
    }
}
