using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Tree;

[TestFixture]
public sealed class TreeReaderTests
{
    private const string Zlib = """
        version: 1.3.1
        release: 2
        description: Compression library
        license: Zlib
        homepage: https://zlib.net
        sources:
          - uri: https://zlib.net/${NAME}-${VERSION}.tar.gz
            sha256: 9A93B2B7DFDAC77CEBA5A558A580E74667DD6FEDE4585B91EEFB60F03B72DF23
          - https://example.org/${CATEGORY}.tar.gz
        patches: [configure-cross, other.patch]
        files: [zlib.pc.in]
        depends:
          build: [toolchain/gcc]
          run: [core/libc]
          host: [tools/m4]
        build: make
        options: [--disable-static, "it's ${TARGET}"]
        env: { CFLAGS: -O2, WHERE: "${TARGET}" }
        prep: |
          echo ${NAME} $VERSION
        test: make check
        post_install: |
          true
        functions:
          greet: |
            echo "$1"
        split:
          dev: { files: [usr/include, "usr/lib/*.a"], description: Headers, depends: {run: [core/zlib]} }
        clean: false
        timeout: { compile: 2h }
        waive: { setuid: "su needs it" }
        """;

    private SampleTree tree = null!;

    [SetUp]
    public void SetUp() => tree = new SampleTree();

    [TearDown]
    public void TearDown() => tree.Dispose();

    [Test]
    public async Task Every_key_reaches_the_package()
    {
        tree.Write("packages/core/zlib/files/zlib-1.3.1-configure-cross.patch", "");
        tree.Write("packages/core/zlib/files/other.patch", "");
        tree.Write("packages/core/zlib/files/zlib.pc.in", "");

        var zlib = await tree.PackageAsync(Zlib);

        Assert.Multiple(() =>
        {
            Assert.That((zlib.Id, zlib.Category, zlib.Name), Is.EqualTo(("core/zlib", "core", "zlib")));
            Assert.That((zlib.Version, zlib.Release), Is.EqualTo(("1.3.1", "2")));
            Assert.That((zlib.Description, zlib.License, zlib.Homepage), Is.EqualTo(("Compression library", "Zlib", "https://zlib.net")));
            Assert.That(zlib.Sources[0].Uri, Is.EqualTo("https://zlib.net/zlib-1.3.1.tar.gz"));
            Assert.That(zlib.Sources[0].Sha256, Does.StartWith("9a93b2b7"));
            Assert.That(zlib.Sources[0].Location!.ToString(), Is.EqualTo("packages/core/zlib/Buildrules:7:5"));
            Assert.That(zlib.Sources[1], Is.EqualTo(new PackageSource { Uri = "https://example.org/core.tar.gz", Location = new("packages/core/zlib/Buildrules", 9, 5) }));
            Assert.That(zlib.Patches.Select(patch => patch.FileName), Is.EqualTo(new[] { "zlib-1.3.1-configure-cross.patch", "other.patch" }));
            Assert.That(zlib.Files.Select(file => file.FileName), Is.EqualTo(new[] { "zlib.pc.in" }));
            Assert.That(zlib.Depends.Build, Is.EqualTo(new[] { new Dependency("toolchain/gcc", new("packages/core/zlib/Buildrules", 13, 11)) }));
            Assert.That(zlib.Depends.Run.Single().Package, Is.EqualTo("core/libc"));
            Assert.That(zlib.Depends.Host.Single().Package, Is.EqualTo("tools/m4"));
            Assert.That(zlib.Options, Is.EqualTo(new[] { "--disable-static", "it's aarch64-unknown-linux-gnu" }));
            Assert.That(zlib.Environment["WHERE"].Text, Is.EqualTo("aarch64-unknown-linux-gnu"));
            Assert.That(zlib.Prep, Is.EqualTo(new StageBody("echo ${NAME} $VERSION\n", new("packages/core/zlib/Buildrules", 20))));
            Assert.That(zlib.Compile!.Text, Does.StartWith("set -- --disable-static 'it'\\''s aarch64-unknown-linux-gnu'\n"));
            Assert.That(zlib.Test!.Text, Is.EqualTo("make check"));
            Assert.That(zlib.PostInstall!.Text, Is.EqualTo("true\n"));
            Assert.That(zlib.Functions["greet"].Text, Is.EqualTo("echo \"$1\"\n"));
            Assert.That(zlib.Splits["dev"].Files, Is.EqualTo(new[] { "usr/include", "usr/lib/*.a" }));
            Assert.That(zlib.Splits["dev"].Run.Single().Package, Is.EqualTo("core/zlib"));
            Assert.That(zlib.Clean, Is.False);
            Assert.That(zlib.Timeouts["compile"], Is.EqualTo(TimeSpan.FromHours(2)));
            Assert.That(zlib.Waivers["setuid"], Is.EqualTo("su needs it"));
            Assert.That(zlib.SourceDirectory, Is.EqualTo("zlib-1.3.1"));
            Assert.That(zlib.HasSourceDirectory, Is.False);
        });
    }

    [Test]
    public async Task A_dash_in_the_version_splits_the_release_off()
    {
        var zlib = await tree.PackageAsync("version: 1.3.1-4-rc\ndescription: x\n");

        Assert.That((zlib.Version, zlib.Release, zlib.SourceDirectory), Is.EqualTo(("1.3.1", "4-rc", "zlib-1.3.1-4-rc")));
    }

    [Test]
    public async Task A_version_stays_the_text_that_it_is()
    {
        var zlib = await tree.PackageAsync("version: 1.10\ndescription: no\n");

        Assert.That((zlib.Version, zlib.Release, zlib.Description), Is.EqualTo(("1.10", "0", "no")));
    }

    [Test]
    public async Task Rules_are_laid_over_those_of_their_category_and_tree()
    {
        tree.Write("packages/.buildrules", """
            license: MIT
            options: [--tree]
            env: {A: tree, B: tree}
            functions: {greet: "echo tree", part: "echo part"}
            compile: make ${NAME}
            """);
        tree.Write("packages/core/.buildrules", """
            +options: ["--category=${CATEGORY}"]
            env: {B: category}
            """);

        var zlib = await tree.PackageAsync("version: 1\ndescription: x\n+options: [--own]\nfunctions: {greet: echo own}\n");

        Assert.Multiple(() =>
        {
            Assert.That(zlib.License, Is.EqualTo("MIT"));
            Assert.That(zlib.Options, Is.EqualTo(new[] { "--tree", "--category=core", "--own" }));
            Assert.That(zlib.Environment.Select(pair => $"{pair.Key}={pair.Value.Text}"), Is.EqualTo(new[] { "A=tree", "B=category" }));
            Assert.That(zlib.Functions.Select(pair => $"{pair.Key}: {pair.Value.Text}"), Is.EqualTo(new[] { "greet: echo own", "part: echo part" }));
            Assert.That(zlib.Compile, Is.EqualTo(new StageBody("make ${NAME}", new("packages/.buildrules", 5, 10))));
            Assert.That(zlib.RulesFiles, Is.EqualTo(new[] { "packages/.buildrules", "packages/core/.buildrules", "packages/core/zlib/Buildrules" }));
        });
    }

    [Test]
    public async Task A_tree_without_packages_is_empty() => Assert.That((await tree.ReadWithoutFaultAsync()).Packages, Is.Empty);

    [Test]
    public async Task Packages_come_sorted_whatever_the_order_of_reading()
    {
        var ids = Enumerable.Range(0, 200).Select(number => $"c{number % 7}/p{number:000}").ToList();
        foreach (var id in ids)
        {
            tree.Write($"packages/{id}/Buildrules", "version: 1\ndescription: x\n");
        }

        Assert.That((await tree.ReadWithoutFaultAsync()).Packages.Select(package => package.Id), Is.EqualTo(ids.Order(StringComparer.Ordinal)));
    }

    [Test]
    public async Task A_cancelled_reading_ends()
    {
        tree.Write("packages/core/zlib/Buildrules", "version: 1\ndescription: x\n");
        var config = await SampleTree.ConfigAsync(tree.Path, null, []);
        Assert.That(
            () => SampleTree.Reader().ReadAsync(config, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
