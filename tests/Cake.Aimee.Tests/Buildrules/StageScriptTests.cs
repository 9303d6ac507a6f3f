using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Tree;

namespace Cake.Aimee.Tests.Buildrules;

/// <summary>What stages run is put together from rules, and a real shell runs it.</summary>
[TestFixture]
public sealed class StageScriptTests
{
    private SampleTree tree = null!;

    [SetUp]
    public void SetUp() => tree = new SampleTree();

    [TearDown]
    public void TearDown() => tree.Dispose();

    [Test]
    public async Task A_yaml_body_can_call_the_functions_of_the_rules()
    {
        var package = await tree.PackageAsync("""
            version: 1
            description: x
            functions: {greet: 'echo "hello $1"'}
            compile: |
              greet world
            test: echo ${UNSET_VARIABLE}
            """);

        Assert.That((await RunAsync(package, package.Compile!)).Output, Is.EqualTo("hello world\n"));
        Assert.That((await RunAsync(package, package.Test!)).ExitCode, Is.Not.Zero);
    }

    [Test]
    public async Task A_shell_package_is_loaded_again_and_its_functions_run()
    {
        tree.Write("packages/core/.buildrules", "shared() { echo \"shared $NAME\"; }\n");
        var package = await tree.PackageAsync("""
            VERSION=1.0-3
            DESCRIPTION=x
            pkg_compile() { shared; echo "$VERSION $RELEASE ${S#$BUILDER_TOPDIR/} $CHOST$UNSET"; }
            pkg_post_compile() { echo after; false; echo never; }
            """);

        var result = await RunAsync(package, package.Compile!);

        Assert.That(result.Output, Is.EqualTo("shared zlib\n1.0 3 tmp/core/zlib/work/zlib-1.0-3 aarch64-unknown-linux-gnu\nafter\n"));
        Assert.That(result.ExitCode, Is.Not.Zero);
    }

    [Test]
    public async Task Without_functions_a_shell_package_is_configured_made_and_installed()
    {
        var package = await tree.PackageAsync("VERSION=1\nDESCRIPTION=x\nCONFIG_OPTS='--enable-it --with-that'\n");
        var source = "tmp/core/zlib/work/zlib-1";
        var configure = tree.Write($"{source}/configure", "#!/bin/sh\necho \"$*\" >arguments\n");
        File.SetUnixFileMode(configure, (UnixFileMode)0b111_101_101);
        tree.Write($"{source}/Makefile", "all:\n\ttouch made\ninstall: made\n\tmkdir -p $(DESTDIR) && cp arguments $(DESTDIR)/\nmade:\n\tfalse\n");

        var result = await RunAsync(package, package.Compile!);

        Assert.That(result.ExitCode, Is.Zero, () => string.Join('\n', result.LastLines));
        Assert.That(
            File.ReadAllText(Path.Combine(tree.Path, "tmp/core/zlib/install/arguments")),
            Does.StartWith("--host=aarch64-unknown-linux-gnu --prefix=/usr --sysconfdir=/etc").And.EndWith(" --enable-it --with-that\n"));
    }

    private async Task<ProcessResult> RunAsync(Package package, StageBody body)
    {
        var config = await SampleTree.ConfigAsync(tree.Path, null, []);
        var request = ProcessRequest.Of("sh", "-c", StageScript.Of(package, body)) with
        {
            Environment = ShellEnvironment.Of(config, SampleTree.Host),
        };
        return await new ProcessRunner().RunAsync(request, CancellationToken.None);
    }
}
