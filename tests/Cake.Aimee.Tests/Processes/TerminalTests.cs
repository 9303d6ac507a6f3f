using System.Collections.Concurrent;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Processes;

internal sealed class TerminalTests : ProcessTests
{
    [SetUp]
    public void NeedsATerminal() =>
        Assume.That(Programs.Find("script"), Is.Not.Null, "the program script (package bsdutils), which makes terminals, is not installed");

    [Test]
    public async Task An_interactive_program_has_the_terminal_and_its_Ctrl_C()
    {
        var seen = new ConcurrentQueue<string>();
        using var ready = new SemaphoreSlim(0);
        // script(1) gives what it reads to the terminal: byte 3 is Ctrl-C. The program catches it; the build has to live on.
        var result = await RunAsync(InTerminal("converse", "trap 'echo caught; exit 7' INT; tty; read -r word; echo read $word; while :; do sleep 0.1; done") with
        {
            Input = async (terminal, stop) =>
            {
                await ready.WaitAsync(stop);
                await terminal.WriteAsync("hello\n"u8.ToArray(), stop);
                await ready.WaitAsync(stop);
                await terminal.WriteAsync(new byte[] { 3 }, stop);
                await Task.Delay(Timeout.Infinite, stop);
            },
            OnLine = line =>
            {
                seen.Enqueue(line.Text);
                if (line.Text.StartsWith("/dev/", StringComparison.Ordinal) || line.Text == "read hello")
                {
                    ready.Release();
                }
            },
        });
        Assert.That(result.ExitCode, Is.EqualTo(7));
        Assert.That(seen, Has.Some.StartsWith("/dev/pts/").And.Some.EqualTo("read hello").And.Some.EndsWith("caught").And.Some.EqualTo("exit 7"));
    }

    [Test]
    public async Task Other_programs_never_see_the_terminal()
    {
        var lines = new List<string>();
        await RunAsync(InTerminal("run", "None", "tty; (exec </dev/tty) 2>&1 | grep -c 'No such device'") with { OnLine = line => lines.Add(line.Text) });
        Assert.That(lines, Is.EqualTo(["not a tty", "1", "exit 0"]));
    }

    private static ProcessRequest InTerminal(params string[] words)
    {
        var command = string.Join(' ', new[] { "exec", "dotnet", "exec", typeof(Program).Assembly.Location }.Concat(words).Select(ShellWord.Quote));
        return ProcessRequest.Of("script", "--quiet", "--return", "--command", command, "/dev/null");
    }
}
