using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Oci;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>Trees with all that Linux knows, real engines, a full disk.</summary>
internal sealed class OracleTests : OracleFixture
{
    // Made on the disk, so that GNU tar writes every header itself.
    private const string MakeTree = """
        set -e
        mkdir -p tree/dir tree/sticky; cd tree
        chmod 1777 sticky; chmod 750 dir; chown 3000000:4000000000 dir
        printf content > dir/file; chmod 6755 dir/file; ln dir/file dir/link; ln -s dir/file symlink; ln symlink symlink2
        mkfifo pipe; mknod char c 1 3; mknod block b 7 0; ln char char2
        printf x > "$(printf 'latin\351')"; printf y > "$(printf 'two\nlines')"; printf z > 'back\slash'
        long=$(printf 'l%.0s' $(seq 200)); mkdir -p $long/$long; printf deep > $long/$long/$long; ln $long/$long/$long a-link; ln -s $long/$long/$long a-symlink
        truncate -s 10M sparse; printf end | dd of=sparse bs=1 seek=5000000 conv=notrunc 2>/dev/null; cp --sparse=always sparse many
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do printf $i | dd of=many bs=1 seek=$((i * 300000)) conv=notrunc 2>/dev/null; done
        ln sparse sparse-link
        setfattr -n user.note -v value dir/file; setfattr -n user.empty dir; setfattr -n user.binary -v 0x0001ff0a3d dir
        setcap cap_net_raw+ep a-link; setfacl -m u:1234:rw dir/file; setfacl -d -m g:99:rx dir
        touch -h -d '1969-12-31 23:59:58.123456789 UTC' pipe symlink; touch -d '1901-12-14 UTC' char; touch -d '2500-01-01 00:00:00.5 UTC' block
        touch -d '2001-02-03 04:05:06.7 UTC' dir sticky .
        """;

    private void Script(string script) => RealFileSystem.Run("/bin/sh", "-c", $"cd {Root}; {script}");

    private static byte[] Second(string file) => new TarBuilder().File(file, "new").ToArray();

    [TestCase("--format=gnu --sparse", false)]
    [TestCase("--format=posix --sparse --sparse-version=0.0", true)]
    [TestCase("--format=posix --sparse --sparse-version=0.1", true)]
    [TestCase("--format=posix --sparse --sparse-version=1.0", true)]
    public async Task Everything_that_a_file_system_holds_comes_through(string format, bool isPax)
    {
        Require.Program("setfattr", "attr");
        Require.Program("setfacl", "acl");
        Require.Program("setcap", "libcap2-bin");
        Script(MakeTree);
        if (!isPax)
        {
            // GNU's own format knows whole seconds and no attributes.
            Script("cd tree; setfattr -x user.note dir/file; setfattr -x user.empty dir; setfattr -x user.binary dir; setcap -r a-link; setfacl -b dir/file dir; find . -depth -exec touch -hd @1000000000 {} +");
        }

        Script($"tar -C tree {format} {(isPax ? "--xattrs --xattrs-include='*' --acls --pax-option=delete=atime,delete=ctime" : "")} --numeric-owner --sort=name -cf layer.tar .");
        ImageBuilder.WriteDirectory(At("layout"), new ImageBuilder(await File.ReadAllBytesAsync(At("layer.tar")), Second("./new")).LayoutFiles());
        Script($"printf new > tree/new; touch -d @1000000000 tree/new; touch -d {(isPax ? "'2001-02-03 04:05:06.7 UTC'" : "@1000000000")} tree");

        Assert.That(await DifferenceAsync(At("layout"), At("tree")), Is.Null);
        Assert.That(await DifferenceOfSecondSquashAsync(), Is.Null, "squashing again changes nothing");
    }

    private async Task<string?> DifferenceOfSecondSquashAsync()
    {
        var first = Directory.GetFiles(At("squashed/blobs/sha256")).MaxBy(file => new FileInfo(file).Length)!;
        await Squash.RunAsync(new SquashOptions(At("squashed"), At("again")));
        var second = Directory.GetFiles(At("again/blobs/sha256")).MaxBy(file => new FileInfo(file).Length)!;
        return Path.GetFileName(first) == Path.GetFileName(second) ? null : $"{first} became {second}";
    }

    [Test]
    public async Task Names_that_lost_their_first_keep_sparse_content_and_attributes()
    {
        Require.Program("setfattr", "attr");
        Script("mkdir tree; cd tree; truncate -s 3M a; printf x >> a; setfattr -n user.a -v 1 a; ln a z; touch -d @1000000000.5 a .");
        Script("tar -C tree --format=posix --sparse --xattrs --pax-option=delete=atime,delete=ctime --numeric-owner --sort=name -cf layer.tar .");
        ImageBuilder.WriteDirectory(At("layout"), new ImageBuilder(await File.ReadAllBytesAsync(At("layer.tar")), new TarBuilder().File(".wh.a").ToArray()).LayoutFiles());
        Script("rm tree/a; touch -d @1000000000.5 tree");
        Assert.That(await DifferenceAsync(At("layout"), At("tree")), Is.Null);
    }

    private static IEnumerable<TestCaseData> Variants()
    {
        static TestCaseData Variant(string name, Func<SquashOptions, SquashOptions> change) => new TestCaseData(change).SetArgDisplayNames(name);

        yield return Variant("above the lowest layer", options => options with { From = 1 });
        yield return Variant("the two lowest layers", options => options with { To = 1 });
        yield return Variant("the middle", options => options with { From = 1, To = 1 });
        yield return Variant("split", options => options with { SplitSize = 100_000 });
        yield return Variant("gzip", options => options with { Compression = Compression.Gzip });
    }

    /// <summary>Hundreds of random images in one, squashed in part, and unpacked by umoci before and after.</summary>
    [TestCaseSource(nameof(Variants))]
    public async Task Every_way_of_squashing_keeps_what_a_container_sees(Func<SquashOptions, SquashOptions> change)
    {
        var layers = Enumerable.Range(0, 2).Select(_ => new TarBuilder()).ToList();
        foreach (var image in Enumerable.Range(100_000, 200).Select(seed => new RandomImage(seed, $"s{seed}/").MakeLayers()))
        {
            foreach (var (layer, index) in image.Select((layer, index) => (layer, index)))
            {
                if (index == layers.Count)
                {
                    layers.Add(new TarBuilder());
                }

                layer.ForEach(entry => entry.WriteTo(layers[index]));
            }
        }

        ImageBuilder.WriteDirectory(At("layout"), new ImageBuilder([.. layers.Select(layer => layer.ToArray())]) { Reference = "test" }.LayoutFiles());
        RealFileSystem.UnpackWithUmoci(At("layout"), "test", At("expected"));
        await Squash.RunAsync(change(new SquashOptions(At("layout"), At("squashed"))));
        RealFileSystem.UnpackWithUmoci(At("squashed"), "test", At("actual"));
        Assert.That(Difference(At("expected"), At("actual")), Is.Null);
    }

    [Test]
    public async Task An_image_of_buildah_is_squashed_to_what_buildah_mounts_whichever_way_it_comes()
    {
        Require.Program("buildah", "buildah");
        var buildah = $"buildah --root {At("storage")} --runroot {At("run")} --storage-driver vfs";
        Script($$"""
            set -e
            step() { c=$({{buildah}} from $1); m=$({{buildah}} mount $c); (cd $m; eval "$3"); {{buildah}} umount $c >/dev/null; {{buildah}} commit -q $c $2 >/dev/null; {{buildah}} rm $c >/dev/null; }
            step scratch one 'mkdir -p usr/bin etc tmp gone; chmod 1777 tmp; printf 1 > usr/bin/a; ln usr/bin/a usr/bin/b; ln -s usr/bin bin; printf x > gone/x; printf c > etc/conf; chmod 4755 usr/bin/a'
            step one two 'rm -r gone; printf 2 > etc/conf; rm usr/bin/a; mkdir etc/d; printf y > etc/d/y; chown 5:6 etc/d'
            step two three 'rm bin; mkdir bin; printf s > bin/sh; rm -r etc/d; mkdir etc/d; printf z > etc/d/z; ln usr/bin/b bin/b'
            {{buildah}} push -q three oci:{{At("layout")}}:test
            {{buildah}} push -q three docker-archive:{{At("archive.tar")}}:test:1
            c=$({{buildah}} from three); cp -a $({{buildah}} mount $c) expected; {{buildah}} umount $c >/dev/null
            chmod 755 expected # the image has no entry for its root
            """);
        Assert.That(await DifferenceAsync(At("layout"), At("expected")), Is.Null);
        Script("rm -rf squashed actual");
        Assert.That(await DifferenceAsync(At("archive.tar"), At("expected")), Is.Null);
    }

    [Test]
    public async Task An_image_of_docker_is_squashed_to_an_archive_that_docker_loads_and_exports_alike()
    {
        await using var daemon = await DockerDaemon.StartAsync();
        Task<string> DockerAsync(params string[] arguments) => daemon.Runner.OutputAsync("docker", arguments);
        Script("""
            set -e
            mkdir -p base/usr/bin base/gone context; printf 1 > base/usr/bin/a; ln base/usr/bin/a base/b; printf x > base/gone/x; chmod 4755 base/usr/bin/a; ln -s usr/bin base/bin
            tar -C base -cf base.tar .; printf 2 > context/new
            printf 'FROM base:1\nCOPY new /usr/bin/a\nCOPY new /bin/c\nENV NAME=value\nLABEL kept=yes\n' > context/Dockerfile
            """);
        await DockerAsync("import", At("base.tar"), "base:1");
        await DockerAsync("build", "-q", "-t", "image:1", At("context"));
        await DockerAsync("save", "image:1", "-o", At("saved.tar"));
        var result = await Squash.RunAsync(new SquashOptions(At("saved.tar"), At("squashed.tar")) { Format = ImageFormat.DockerArchive, Name = "image:squashed" });
        await DockerAsync("load", "-i", At("squashed.tar"));

        foreach (var tag in new[] { "1", "squashed" })
        {
            await DockerAsync("create", "--name", $"c{tag}", $"image:{tag}", "/bin/c");
            await DockerAsync("export", $"c{tag}", "-o", At($"{tag}.tar"));
            RealFileSystem.UnpackWithTar(At($"{tag}.tar"), At(tag));
        }

        // What docker itself makes for each container, at that moment.
        Script("for tag in 1 squashed; do rm -r $tag/.dockerenv $tag/dev $tag/etc; touch --date=@0 $tag; done");

        Assert.That(Difference(At("1"), At("squashed")), Is.Null);
        Assert.That(
            (await DockerAsync("image", "inspect", "image:squashed", "--format", "{{.Id}} {{.Config.Env}} {{.Config.Labels.kept}} {{len .RootFS.Layers}}")).Trim(),
            Does.StartWith(result.Images[0].ConfigDigest!.ToString()).And.EndsWith(" NAME=value] yes 1"));
    }

    [Test]
    public void A_full_disk_is_an_error_and_leaves_nothing()
    {
        ImageBuilder.WriteDirectory(At("in"), new ImageBuilder(new TarBuilder().File("a", new string('x', 8_000_000)).ToArray()).LayoutFiles());
        Directory.CreateDirectory(At("small"));
        RealFileSystem.Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", At("small"));
        try
        {
            foreach (var format in Enum.GetValues<ImageFormat>())
            {
                Assert.That(
                    async () => await Squash.RunAsync(new SquashOptions(At("in"), At("small/out")) { Format = format }),
                    Throws.TypeOf<AimeeException>().With.Message.Contain("No space left").And.Message.Contain(At("small/out")));
                Assert.That(Directory.GetFileSystemEntries(At("small")), Is.Empty);
            }
        }
        finally
        {
            RealFileSystem.Run("umount", At("small"));
        }
    }
}
