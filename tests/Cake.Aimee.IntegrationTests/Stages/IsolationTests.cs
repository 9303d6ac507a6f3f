using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>What stages see, and what they can not do.</summary>
internal sealed class IsolationTests : StageFixture
{
    [Test]
    public async Task The_sysroot_holds_what_is_declared_and_nothing_else_that_is_installed()
    {
        Tree.Write("packages/core/other/Buildrules", StageTree.Rules("none", "compile: mkdir -p $D/usr/lib; echo other >$D/usr/lib/other\n"));
        Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", "depends: {build: [core/libc]}\ncompile: |\n  ls $SYSROOT/usr/lib\n  mkdir -p $D/usr; ls $SYSROOT/usr/lib >$D/usr/seen\n"));
        (await Tree.HostAsync("--target=core/other:install")).Succeeded();
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
        Assert.That(await File.ReadAllTextAsync(Tree.In("tmp/core/app/log/compile.log")), Is.EqualTo("libc\n"));
    }

    [Test]
    public async Task Nothing_but_its_own_directories_can_be_written_and_there_is_no_network()
    {
        Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", """
            compile: |
              mkdir -p $D/usr; echo app >$D/usr/app
              for place in /usr/aimee-was-here $BUILDER_TOPDIR/aimee-was-here $BUILDER_TMPDIR/core/libc/x $SYSROOT/x $F/x; do
                if (echo x >$place) 2>/dev/null; then echo "could write $place"; exit 1; fi
              done
              echo x >$T/x
              echo x >$W/x
              if [ "$(ls /sys/class/net)" != lo ] && grep -qv '^ *lo:\|^Inter\|^ face' /proc/net/dev; then echo 'there is a network'; exit 1; fi
            """ + "\n"));
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
    }

    [Test]
    public async Task A_secret_is_in_no_file_that_stages_leave()
    {
        Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", "env: {TOKEN: {secret: true, from: MY_TOKEN}}\ncompile: |\n  echo token $TOKEN\n  mkdir -p $D/usr; echo app >$D/usr/app\n"));
        (await Tree.HostAsync("--target=core/app:package")).Refused("MY_TOKEN");
        var variables = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("MY_TOKEN", "hush-4711");
        var output = (await Tree.HostAsync(variables, "--target=core/app:package")).Succeeded().Output;
        Assert.That(output, Does.Not.Contain("hush-4711"));
        Assert.That(await File.ReadAllTextAsync(Tree.In("tmp/core/app/log/compile.log")), Is.EqualTo("token ***\n"));
        foreach (var file in Directory.GetFiles(Tree.In("tmp"), "*", SearchOption.AllDirectories))
        {
            Assert.That(await File.ReadAllTextAsync(file), Does.Not.Contain("hush-4711"), file);
        }
    }

    [Test]
    public async Task A_stage_that_never_ends_and_one_that_leaves_children_are_ended()
    {
        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "timeout: {compile: 2s}\ncompile: sleep 7654322\n"));
        (await Tree.HostAsync("--target=core/libc:compile")).Refused("core/libc:compile was ended: it ran longer than 00:00:02, its 'timeout:' in the rules.");
        Assert.That(RunningPrograms.CommandLines(), Has.None.Contains("sleep 7654322"));

        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: |\n  sleep 7654323 &\n  mkdir -p $D/usr; echo x >$D/usr/x\n"));
        (await Tree.HostAsync("--target=core/libc:package")).Succeeded();
        Assert.That(RunningPrograms.CommandLines(), Has.None.Contains("sleep 7654323"));
    }

    [Test]
    public async Task Shell_rules_find_what_they_are_used_to()
    {
        Tree.Write("packages/core/old/Buildrules", "VERSION=1.2-3\nDESCRIPTION=Old\nBDEPENDS=core/libc\n\npkg_compile() {\n\tcd \"$S\"\n\tmkdir -p \"$D/usr/share/man/man1\"\n\tcp page.1 \"$D/usr/share/man/man1/\"\n\tcat \"$SYSROOT/usr/lib/libc\" >\"$D/usr/libc\"\n\techo \"$NAME $VERSION $RELEASE\"\n}\n");
        Tree.Write("packages/core/old/source/page.1", ".TH PAGE 1\n");
        (await Tree.HostAsync("--target=core/old:install")).Succeeded();
        Assert.That(await File.ReadAllTextAsync(Tree.In("tmp/core/old/log/compile.log")), Does.Contain("old 1.2 3"));
        var sysroot = Directory.GetDirectories(Tree.In("sysroot")).Single(path => !Path.GetFileName(path).StartsWith('.'));
        Assert.That(File.Exists(Path.Combine(sysroot, "usr/share/man/man1/page.1.gz")));
        (await Tree.HostAsync("--target=core/old:uninstall")).Succeeded();
        Assert.That(Directory.GetFiles(sysroot, "*", SearchOption.AllDirectories).Where(path => path.Contains("old", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_tool_for_the_build_machine_is_built_a_second_time_and_is_on_the_path()
    {
        Tree.Write("packages/tools/speak/Buildrules", StageTree.Rules("none", "compile: |\n  mkdir -p $D/usr/bin\n  printf '#!/bin/sh\\necho built on $CBUILD for '$CHOST'\\n' >$D/usr/bin/speak\n  chmod +x $D/usr/bin/speak\n"));
        Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", "depends: {host: [tools/speak]}\ncompile: |\n  speak\n  mkdir -p $D/usr; speak >$D/usr/app\n"));
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
        Assert.That(await File.ReadAllTextAsync(Tree.In("tmp/core/app/log/compile.log")), Does.Contain("for x86_64-unknown-linux-gnu"));
        Assert.That(Directory.Exists(Tree.In("tmp/tools/speak@host/log")));
    }

    [Test]
    public async Task A_tool_for_the_build_machine_finds_the_shared_libraries_of_what_it_needs()
    {
        Require.Program("gcc", "gcc");
        Tree.Write("packages/tools/words/Buildrules", StageTree.Rules("none", """
            compile: |
              mkdir -p $D/usr/lib
              echo 'const char *words(void) { return "out of the library"; }' >words.c
              gcc -shared -fPIC -Wl,-soname,libwords.so.1 -o $D/usr/lib/libwords.so.1 words.c
              ln -s libwords.so.1 $D/usr/lib/libwords.so
            """ + "\n"));
        Tree.Write("packages/tools/speak/Buildrules", StageTree.Rules("none", """
            depends: {build: [tools/words], run: [tools/words]}
            compile: |
              mkdir -p $D/usr/bin
              printf '#include <stdio.h>\nconst char *words(void);\nint main(void) { return puts(words()) < 0; }\n' >speak.c
              gcc -L$SYSROOT/usr/lib -o $D/usr/bin/speak speak.c -lwords
            """ + "\n"));
        Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", "depends: {host: [tools/speak]}\ncompile: |\n  mkdir -p $D/usr; speak >$D/usr/app\n  cat $D/usr/app\n"));
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
        Assert.That(await File.ReadAllTextAsync(Tree.In("tmp/core/app/log/compile.log")), Is.EqualTo("out of the library\n"));
    }
}
