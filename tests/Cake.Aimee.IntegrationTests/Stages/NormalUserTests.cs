using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>What somebody who is not root has of the sysroot's views: by user namespaces, with overlays and without.</summary>
internal sealed class NormalUserTests
{
    private static readonly string[] AsNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env"];
    private StageTree stages = null!;

    private UserTree Tree => stages.Tree;

    [SetUp]
    public async Task MakeTree()
    {
        stages = new StageTree();
        Tree.Write("packages/core/other/Buildrules", StageTree.Rules("none", "compile: mkdir -p $D/usr/lib; echo other >$D/usr/lib/other\n"));
        Tree.Write("packages/core/hidden/Buildrules", StageTree.Rules("none", "compile: mkdir -p $D/usr/lib; echo hidden >$D/usr/lib/hidden\n"));
        Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", """
            depends: {build: [core/libc, core/other]}
            compile: |
              id -u
              ls $SYSROOT/usr/lib
              for place in $SYSROOT/usr/lib/libc $SYSROOT/x $BUILDER_TOPDIR/x; do
                if (echo x >$place) 2>/dev/null; then echo "could write $place"; exit 1; fi
              done
              mkdir -p $D/usr; cat $SYSROOT/usr/lib/libc >$D/usr/app
            """ + "\n"));
        // As a machine whose kernel mounts no overlays for this user.
        Tree.Write("bin/mount", "#!/bin/sh\ncase \" $* \" in *' overlay '*) echo 'no overlays here' >&2; exit 32 ;; esac\nPATH=${PATH#*:} exec mount \"$@\"\n");
        (await Tree.RunInAsync(Tree.Path, ["sh", "-c", "chmod +x bin/mount && chown -R 65534:65534 ."])).Succeeded();
        if ((await RunAsync([], "sh", "-c", "test -r \"$1\" && dotnet --version", "sh", Repository.Host)).ExitCode != 0)
        {
            Assert.Ignore("The user nobody can not run the host here: they may not read it, or .NET.");
        }

        if ((await RunAsync([], "unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "true")).ExitCode != 0)
        {
            Assert.Ignore("This machine allows a normal user no namespaces.");
        }
    }

    [TearDown]
    public void RemoveTree() => stages?.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task They_see_what_is_declared_can_write_nothing_else_and_are_themselves(bool hasOverlays)
    {
        string[] path = hasOverlays ? [] : [$"PATH={Tree.In("bin")}:{Environment.GetEnvironmentVariable("PATH")}"];
        (await RunAsync(path, "dotnet", Repository.Host, $"--working={Tree.Path}", "--target=core/hidden:install", "--target=core/app:install")).Succeeded();
        Assert.That(await File.ReadAllTextAsync(Tree.In("tmp/core/app/log/compile.log")), Is.EqualTo("65534\nlibc\nother\n"));
        Assert.That(File.ReadAllText(Tree.In($"sysroot/{UserTree.Target}/usr/app")), Is.EqualTo("libc\n"));

        var views = Directory.GetFiles(Tree.In("sysroot/.unpacked/.views"), "libc", SearchOption.AllDirectories).Where(file => file.EndsWith("/root/usr/lib/libc", StringComparison.Ordinal));
        Assert.That(views.Any(), Is.EqualTo(!hasOverlays), "a directory of hard links");
    }

    private Task<UserResult> RunAsync(string[] variables, params string[] command) =>
        Tree.RunInAsync(Tree.Path, [.. AsNobody, $"HOME={Tree.Path}", $"DOTNET_CLI_HOME={Tree.Path}", .. variables, .. command]);
}
