using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>Stages and places that behave as nobody expects.</summary>
internal sealed class BadStageTests : StageFixture
{
    [Test]
    public async Task Output_with_control_characters_or_without_newlines_harms_no_terminal_and_is_cut_where_it_is_shown()
    {
        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", """
            compile: |
              printf '\033]0;title\007\033[2Jfirst\001\bline\n'
              head -c 100000 /dev/zero | tr '\0' x
              printf '\nstep 1\rstep 2\nthe end'
              exit 3
            """ + "\n"));
        var output = (await Tree.HostAsync("--target=core/libc:compile")).Refused("core/libc:compile failed with exit code 3.").Output;
        var log = await File.ReadAllTextAsync(Tree.In("tmp/core/libc/log/compile.log"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output + log, Has.None.Matches<char>(character => char.IsControl(character) && character != '\n'));
            Assert.That(output, Does.Contain("    firstline\n").And.Contain("    step 2\n").And.Contain("    the end\n"));
            Assert.That(output.Split('\n'), Has.All.Length.LessThan(2000));
            Assert.That(log.Count(character => character == 'x'), Is.EqualTo(100_000));
            Assert.That(log, Does.EndWith("the end\n"));
        }
    }

    [Test]
    public async Task A_stage_that_removes_where_it_stands_fails_as_any_other()
    {
        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: |\n  rm -rf $S\n  mkdir -p $D/usr && cp none $D/usr\n"));
        (await Tree.HostAsync("--target=core/libc:package")).Refused("core/libc:compile failed with exit code 1.");
        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: mkdir -p $D/usr; echo x >$D/usr/x\n"));
        (await Tree.HostAsync("--target=core/libc:package")).Succeeded();
    }

    [Test]
    public async Task Where_the_users_directory_has_been_removed_that_is_said()
    {
        var result = await Tree.RunInAsync(
            Tree.Path, ["sh", "-c", "mkdir gone && cd gone && rmdir ../gone && exec dotnet \"$1\" --working=\"$2\" --target=core/libc:package", "sh", Repository.Host, Tree.Path]);
        result.Refused("The directory that this was started in has been removed.");
    }
}
