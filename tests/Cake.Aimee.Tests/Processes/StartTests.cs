using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Processes;

internal sealed class StartTests : ProcessTests
{
    [TestCase("exit 0", 0)]
    [TestCase("exit 77", 77)]
    [TestCase("kill -KILL $$", 137)]
    [TestCase("kill -TERM $$", 143)]
    public async Task The_exit_code_is_the_programs(string script, int expected) =>
        Assert.That((await RunAsync(Sh(script))).ExitCode, Is.EqualTo(expected));

    [Test]
    public async Task Arguments_are_never_seen_by_a_shell()
    {
        string[] words = ["a b", "", "$HOME", "`id`", "*", "'\"", "new\nline", "--help"];
        var result = await RunAsync(ProcessRequest.Of("printf", ["[%s]", .. words]));
        Assert.That(result.Output, Is.EqualTo(string.Concat(words.Select(word => $"[{word}]"))));
    }

    [Test]
    public async Task The_environment_is_laid_over_the_callers()
    {
        var variables = ImmutableDictionary<string, string?>.Empty.Add("NEW", "1").Add("HOME", null);
        var result = await RunAsync(Sh("echo $NEW-${HOME-none}-${PATH:+path}") with { Environment = variables });
        Assert.That(result.Output, Is.EqualTo("1-none-path\n"));
    }

    [Test]
    public async Task An_environment_of_its_own_has_nothing_of_the_callers()
    {
        var variables = ImmutableDictionary<string, string?>.Empty.Add("PATH", "/usr/bin:/bin").Add("A", "1");
        var result = await RunAsync(ProcessRequest.Of("env") with { Environment = variables, InheritEnvironment = false });
        Assert.That(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]),
            Is.EquivalentTo(["PATH", "A", "CAKE_AIMEE_RUN"]));
    }

    [Test]
    public async Task A_program_starts_where_it_is_told_to()
    {
        var result = await RunAsync(ProcessRequest.Of("pwd") with { WorkingDirectory = Directory });
        Assert.That(result.Output, Is.EqualTo(Directory + "\n"));
    }

    [Test]
    public void A_working_directory_that_is_not_there_is_said() => Assert.That(
        () => RunAsync(ProcessRequest.Of("pwd") with { WorkingDirectory = InDirectory("none") }),
        Throws.TypeOf<AimeeException>().With.Message.EqualTo($"Can not run 'pwd': its working directory {InDirectory("none")} does not exist."));

    [Test]
    public void A_program_that_is_not_there_is_named() => Assert.That(
        () => RunAsync(ProcessRequest.Of("no-such-program", "x")),
        Throws.TypeOf<AimeeException>().With.Message.StartsWith("The program 'no-such-program' is not on the PATH: install it"));

    [Test]
    public async Task A_file_that_the_kernel_does_not_run_is_an_error()
    {
        var file = InDirectory("tool");
        await File.WriteAllTextAsync(file, "exit 5");
        Assert.That(() => RunAsync(ProcessRequest.Of(file)), Throws.TypeOf<AimeeException>().With.Message.Contain("is not executable"));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.That((await RunAsync(ProcessRequest.Of(file))).ExitCode, Is.EqualTo(5), "a script without #! is the shell's, as everywhere");
        await File.WriteAllTextAsync(InDirectory("script"), "#!/no/such/interpreter\n");
        File.SetUnixFileMode(InDirectory("script"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.That(() => RunAsync(ProcessRequest.Of("./script") with { WorkingDirectory = Directory }),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo("Can not run './script': No such file or directory."));
    }

    [Test]
    public async Task The_PATH_of_the_request_counts()
    {
        await File.WriteAllTextAsync(InDirectory("tool"), "#!/bin/sh\necho mine\n");
        File.SetUnixFileMode(InDirectory("tool"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var variables = ImmutableDictionary<string, string?>.Empty.Add("PATH", $"{Directory}:/usr/bin:/bin");
        var result = await RunAsync(ProcessRequest.Of("tool") with { Environment = variables });
        Assert.That(result.Output, Is.EqualTo("mine\n"));
    }

    [Test]
    public void Programs_are_found_on_the_PATH()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Programs.Find("sh"), Does.EndWith("/bin/sh"));
            Assert.That(Programs.Find("no-such-program"), Is.Null);
            Assert.That(Programs.Find("/bin/sh"), Is.EqualTo("/bin/sh"));
            Assert.That(Programs.Find("/etc/passwd"), Is.Null);
            Assert.That(Programs.Find("bin/sh", path: null, "/"), Is.EqualTo("/bin/sh"));
            Assert.That(Programs.Find("sh", "bin::/nowhere", "/"), Is.Null);
        }
    }

    [Test]
    public async Task A_program_has_a_session_of_its_own_and_no_terminal()
    {
        var result = await RunAsync(Sh("read -r stat </proc/$$/stat; set -- ${stat##*) }; echo $$ $3 $4 $5"));
        var fields = result.Output.Split();
        Assert.That(fields[1..4], Is.EqualTo([fields[0], fields[0], "0"]));
    }

    [Test]
    public void Nothing_starts_when_it_is_cancelled_before() => Assert.That(
        () => Runner.RunAsync(Sh("echo >\"$1\"", InDirectory("ran")), new CancellationToken(canceled: true)),
        Throws.InstanceOf<OperationCanceledException>().And.Matches<object>(_ => !File.Exists(InDirectory("ran"))));

    [Test]
    public void The_command_line_is_shown_as_one_would_type_it() => Assert.That(
        ProcessRequest.Of("gcc", "-DX=a b", "it's", "").ToString(), Is.EqualTo(@"gcc '-DX=a b' 'it'\''s' ''"));
}
