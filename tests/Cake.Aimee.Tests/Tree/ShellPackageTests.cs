using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Tests.Tree;

[TestFixture]
public sealed class ShellPackageTests
{
    private const string Zlib = """
        # Compression, as the shell builder knew it.
        VERSION=1.3.1-4
        DESCRIPTION="Compression
        library"
        LICENSE=Zlib
        SOURCE_URI="https://zlib.net/$NAME-${VERSION%-*}.tar.gz
            git://example.org/x.git?archive=x-1.tar.gz&tags/v1"
        PATCHES="configure-cross"
        EXTRA_SOURCES="zlib.pc.in"
        BDEPENDS="toolchain/gcc $COMMON"
        RDEPENDS="core/libc"
        NOCLEAN=1
        COLOUR=blue

        pkg_compile() {
            build_compile
        }
        pkg_test() { make check; }
        """;

    private SampleTree tree = null!;

    [SetUp]
    public void SetUp() => tree = new SampleTree();

    [TearDown]
    public void TearDown() => tree.Dispose();

    [Test]
    public async Task Every_variable_reaches_the_package()
    {
        tree.Write("packages/.buildrules", "COMMON=tools/$NAME\n");
        tree.Write("packages/core/.buildrules", "COMMON=\"$COMMON tools/$CATEGORY\"\nVERSION=9\n");
        tree.Write("packages/core/zlib/files/zlib-1.3.1-configure-cross.patch", "");
        tree.Write("packages/core/zlib/files/zlib.pc.in", "");
        tree.Write("packages/core/zlib/Digests", "9A93B2B7DFDAC77CEBA5A558A580E74667DD6FEDE4585B91EEFB60F03B72DF23  x-1.tar.gz\n");

        var zlib = await tree.PackageAsync(Zlib);

        Assert.Multiple(() =>
        {
            Assert.That(zlib.Format, Is.EqualTo(RulesFormat.Shell));
            Assert.That((zlib.Version, zlib.Release, zlib.License), Is.EqualTo(("1.3.1", "4", "Zlib")));
            Assert.That(zlib.Description, Is.EqualTo("Compression\nlibrary"));
            Assert.That(zlib.Sources.Select(source => source.Uri), Is.EqualTo(new[] { "https://zlib.net/zlib-1.3.1.tar.gz", "git://example.org/x.git?archive=x-1.tar.gz&tags/v1" }));
            Assert.That(zlib.Sources[0].IsPinned, Is.False);
            Assert.That((zlib.Sources[1].Archive, zlib.Sources[1].Sha256![..8]), Is.EqualTo(("x-1.tar.gz", "9a93b2b7")));
            Assert.That(zlib.Patches.Single().FileName, Is.EqualTo("zlib-1.3.1-configure-cross.patch"));
            Assert.That(zlib.Files.Single().FileName, Is.EqualTo("zlib.pc.in"));
            Assert.That(zlib.Depends.Build.Select(dependency => dependency.Package), Is.EqualTo(new[] { "toolchain/gcc", "tools/zlib", "tools/core" }));
            Assert.That(zlib.Depends.Build[0].Location.ToString(), Is.EqualTo("packages/core/zlib/Buildrules:10"));
            Assert.That(zlib.Depends.Run.Single().Package, Is.EqualTo("core/libc"));
            Assert.That(zlib.SourceDirectory, Is.EqualTo("zlib-1.3.1-4"));
            Assert.That(zlib.Clean, Is.False);
            Assert.That(zlib.Test, Is.Not.Null);
            Assert.That(zlib.PostInstall, Is.Null);
            Assert.That(zlib.RulesFiles, Is.EqualTo(new[] { "packages/.buildrules", "packages/core/.buildrules", "packages/core/zlib/Buildrules" }));
        });
    }

    [Test]
    public async Task Rules_find_the_variables_and_commands_of_the_shell_builder()
    {
        tree.Write("packages/core/libc/Buildrules", "VERSION=2.0\nDESCRIPTION=x\nBDEPENDS=tools/m4\n");
        tree.Write(".builder/extra", "EXTRA=$((EXTRA + 1))\n");

        var zlib = await tree.PackageAsync("""
            VERSION=1 RELEASE=
            include extra
            include extra
            eval "$(build-query --toolchain none)"
            DESCRIPTION="$CHOST $ARCH $PKG_NAME $EXTRA $CC $(build-query --version core/libc) $(build-query --bdepends core/libc) $(build-query --var NAME core/libc)"
            LICENSE="$(build-url --archive https://example.org/a/b.tar.gz) $(build-url --archive 'git://x/y?archive=z.tar&b') $(build-url --base 'git://x/y?b') $(build-url --proto git://x) $(build-url --arg 'git://x?archive=z&tags/1')"
            S=$W/elsewhere
            NAME=other CATEGORY=other
            """);

        Assert.Multiple(() =>
        {
            Assert.That(zlib.Id, Is.EqualTo("core/zlib"));
            Assert.That(zlib.Description, Is.EqualTo("aarch64-unknown-linux-gnu aarch64 core/zlib 1 gcc 2.0 tools/m4 libc"));
            Assert.That(zlib.License, Is.EqualTo("b.tar.gz z.tar git://x/y git tags/1"));
            Assert.That(zlib.SourceDirectory, Is.EqualTo("elsewhere"));
            Assert.That(zlib.Release, Is.EqualTo("0"));
        });
    }

    [Test]
    public async Task Rules_that_misbehave_are_faults_and_change_nothing()
    {
        var outside = tree.Write("outside/kept", "kept");
        tree.Write("packages/core/a-exit/Buildrules", "VERSION=1 DESCRIPTION=x\nexit 3\n");
        tree.Write("packages/core/b-loop/Buildrules", "VERSION=1 DESCRIPTION=x\nwhile :; do :; done\n");
        tree.Write("packages/core/c-gigabytes/Buildrules", "VERSION=1 DESCRIPTION=x\nwhile :; do head -c 1000000 /dev/zero | tr '\\0' x >&2; done\n");
        tree.Write("packages/core/d-children/Buildrules", "VERSION=1 DESCRIPTION=x\nfor i in 1 2 3 4 5 6 7 8 9; do sleep 1000 & done\n");
        tree.Write("packages/core/e-writes/Buildrules", $"VERSION=1 DESCRIPTION=x\necho changed >{outside}\nrm -f {outside}\ntouch $BUILDER_TOPDIR/new\n");
        tree.Write("packages/core/f-syntax/Buildrules", "VERSION=1\nDESCRIPTION='x\n");
        tree.Write("packages/core/g-die/Buildrules", "VERSION=1 DESCRIPTION=x\ndie no such thing\n");
        tree.Write("packages/core/h-variables/Buildrules", "VERSION=1 DESCRIPTION=x\nLICENSE=$(head -c 2000000 /dev/zero | tr '\\0' x)\n");
        tree.Write("packages/core/i-output/Buildrules", "VERSION=1 DESCRIPTION=x\necho VERSION=2\nprintf 'VERSION=2\\0'\nkill -9 $$\n");
        tree.Write("packages/core/j-network/Buildrules", "VERSION=1 DESCRIPTION=x\nLICENSE=$(sed '1,2d;s/:.*//' /proc/net/dev)$(cat)\n");
        tree.Write("packages/core/k-missing/Buildrules", "VERSION=1\nBDEPENDS='zlib core/../x'\nPATCHES=x\n");
        tree.Write("packages/core/l-empty/Buildrules", "\n:\n");
        tree.Write("packages/core/m-digests/Buildrules", "VERSION=1 DESCRIPTION=x SOURCE_URI=https://example.org/x.tar.gz\n");
        tree.Write("packages/core/m-digests/Digests", "# comment\nabc  x.tar.gz\n");
        tree.Write("packages/core/n-good/Buildrules", "VERSION=1 DESCRIPTION=good\n");

        var reading = await tree.ReadAsync(TimeSpan.FromSeconds(3));

        Support.Verified.Matches(
            string.Concat(reading.Diagnostics.Select(diagnostic => diagnostic + "\n")).Replace(tree.Path, "TOP"), "corpus/shell-rules");
        Assert.Multiple(() =>
        {
            Assert.That(reading.Tree.Packages, Has.Length.EqualTo(14));
            Assert.That(reading.Tree.Find("core/n-good")!.Description, Is.EqualTo("good"));
            Assert.That(reading.Tree.Find("core/d-children")!.Version, Is.EqualTo("1"));
            Assert.That(reading.Tree.Find("core/j-network")!.License, Is.EqualTo("lo"));
            Assert.That(File.ReadAllText(outside), Is.EqualTo("kept"));
            Assert.That(Path.Combine(tree.Path, "new"), Does.Not.Exist);
        });
    }

    [Test]
    public async Task Both_kinds_of_rules_live_in_one_tree()
    {
        tree.Write("packages/.buildrules", "license: MIT\n");
        tree.Write("packages/core/.buildrules", "LICENSE_OF_ALL=GPL\n");
        tree.Write("packages/core/a/Buildrules", "VERSION=1 DESCRIPTION=x\nLICENSE=$LICENSE_OF_ALL\n");
        tree.Write("packages/core/b/Buildrules", "version: 1\ndescription: x\n");

        var read = await tree.ReadWithoutFaultAsync();

        Assert.That(read.Packages.Select(package => $"{package.Id} {package.Format} {package.License} {package.RulesFiles[0]}"), Is.EqualTo(new[]
        {
            "core/a Shell GPL packages/core/.buildrules",
            "core/b Yaml MIT packages/.buildrules",
        }));
    }
}
