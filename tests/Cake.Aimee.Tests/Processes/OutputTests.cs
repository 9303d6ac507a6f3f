using System.Text;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Processes;

internal sealed class OutputTests : ProcessTests
{
    [Test]
    public async Task Lines_of_both_streams_come_in_the_order_in_which_they_were_printed()
    {
        var lines = new List<ProcessLine>();
        // A FIFO that only the callback feeds makes the script wait for its line to be seen.
        var fifo = InDirectory("seen");
        await RunAsync(ProcessRequest.Of("mkfifo", fifo));
        using var seen = new FileStream(fifo, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1);
        await RunAsync(Sh("for i in 1 2 3; do echo out $i; read _ <\"$1\"; echo err $i >&2; read _ <\"$1\"; done", fifo) with
        {
            OnLine = line =>
            {
                lines.Add(line);
                seen.Write("\n"u8);
            },
        });
        Assert.That(lines, Is.EqualTo(Enumerable.Range(1, 3).SelectMany(i =>
            new[] { new ProcessLine($"out {i}", false), new ProcessLine($"err {i}", true) })));
    }

    [Test]
    public async Task The_output_is_kept_byte_for_byte_and_the_error_is_not_in_it()
    {
        var result = await RunAsync(Sh(@"printf 'a\n\0b\r\n\033[1mc'; echo no >&2"));
        Assert.That(result.Output, Is.EqualTo("a\n\0b\r\n\u001b[1mc"));
    }

    [TestCase(@"printf 'one'", "one", TestName = "An end without a newline")]
    [TestCase(@"printf 'one\r\ntwo\r\n'", "one|two", TestName = "Line ends of another system")]
    [TestCase(@"printf ' 1%%\r50%%\r99%%\rdone\n'", "~ 1%|~50%|~99%|done", TestName = "A progress display")]
    [TestCase(@"printf '\033[31;1mred\033[0m \033]0;title\007bell\007 \033(Bx\ty\n'", "red bell x\ty", TestName = "Colours and controls")]
    [TestCase(@"printf 'a\377\376b\303\n'", "a\uFFFD\uFFFDb\uFFFD", TestName = "What is not UTF-8")]
    [TestCase(@"printf 'gr\303'; sleep 0.1; printf '\274n\n'", "gr\u00fcn", TestName = "A character in two pieces")]
    [TestCase(@"printf '\n\n'", "|", TestName = "Empty lines")]
    public async Task Lines_are_safe_to_print(string script, string expected)
    {
        var lines = new List<string>();
        await RunAsync(Sh(script) with { OnLine = line => lines.Add((line.IsProgress ? "~" : "") + line.Text) });
        Assert.That(string.Join('|', lines), Is.EqualTo(expected));
    }

    [Test]
    public async Task Two_hundred_megabytes_without_a_newline_need_no_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long characters = 0;
        var longest = 0;
        var most = 0L;
        var result = await RunAsync(Sh("head -c 200000000 /dev/zero | tr '\\0' x") with
        {
            OutputLimit = 1000,
            OnLine = line =>
            {
                characters += line.Text.Length;
                longest = Math.Max(longest, line.Text.Length);
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
            },
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(characters, Is.EqualTo(200_000_000));
            Assert.That(longest, Is.EqualTo(16 * 1024));
            Assert.That(result.Output, Is.EqualTo(new string('x', 1000)));
            Assert.That(result.OutputIsCut);
            Assert.That(result.LastLines.Sum(line => line.Length), Is.LessThan(100_000));
            Assert.That(most - before, Is.LessThan(150_000_000));
        }
    }

    [Test]
    public void More_output_than_a_caller_can_hold_ends_the_program_and_is_said() => Assert.That(
        () => RunAsync(Sh("yes") with { OutputLimit = 1000 }),
        Throws.TypeOf<AimeeException>().With.Message.Contain("sh -c yes sh' printed more than the 1,000 characters"));

    [Test]
    public async Task The_last_lines_are_those_of_both_streams()
    {
        var result = await RunAsync(Sh("i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo line $i; done; sleep 0.2; echo bad >&2; exit 3"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.LastLines, Has.Length.EqualTo(30));
            Assert.That(result.LastLines[^1], Is.EqualTo("bad"));
            Assert.That(result.LastLines[0], Is.EqualTo("line 72"));
        }
    }

    [Test]
    public async Task Raw_bytes_reach_their_reader_unchanged()
    {
        using var bytes = new MemoryStream();
        var result = await RunAsync(Sh("head -c 1000000 /dev/urandom | tee \"$1\"; echo note >&2", InDirectory("copy")) with
        {
            Output = (stream, stop) => stream.CopyToAsync(bytes, stop),
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bytes.ToArray(), Is.EqualTo(await File.ReadAllBytesAsync(InDirectory("copy"))));
            Assert.That(result.Output, Is.Empty);
            Assert.That(result.LastLines, Is.EqualTo(["note"]));
        }
    }

    [Test]
    public async Task Input_is_written_and_ended()
    {
        var result = await RunAsync(Sh("tr a-z A-Z") with
        {
            Input = async (stream, stop) => await stream.WriteAsync("hello"u8.ToArray(), stop),
        });
        Assert.That(result.Output, Is.EqualTo("HELLO"));
    }

    [Test]
    public async Task Without_input_a_program_that_reads_sees_the_end()
    {
        var result = await RunAsync(ProcessRequest.Of("cat"));
        Assert.That(result, Has.Property("ExitCode").EqualTo(0).And.Property("Output").Empty);
    }

    [Test]
    public async Task A_program_that_does_not_want_its_input_is_no_fault()
    {
        var result = await RunAsync(Sh("head -c 1 >/dev/null") with
        {
            Input = async (stream, stop) =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    await stream.WriteAsync(new byte[10_000], stop);
                }
            },
        });
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task A_callback_that_throws_ends_the_program()
    {
        var pids = InDirectory("pids");
        var request = Sh("echo $$ >\"$1\"; sleep 1000 & echo $! >>\"$1\"; echo go; wait", pids) with
        {
            OnLine = _ => throw new InvalidDataException("the log is full"),
        };
        Assert.That(() => RunAsync(request), Throws.TypeOf<InvalidDataException>());
        Assert.That((await NumbersAsync(pids, 2)).Where(IsAlive), Is.Empty);
    }

    [Test]
    public async Task Callbacks_never_overlap()
    {
        var (inside, overlaps) = (0, 0);
        await RunAsync(Sh("(seq 20000) & seq 20000 >&2; wait") with
        {
            OnLine = _ =>
            {
                overlaps += Interlocked.Increment(ref inside) > 1 ? 1 : 0;
                Thread.SpinWait(20);
                Interlocked.Decrement(ref inside);
            },
        });
        Assert.That(overlaps, Is.Zero);
    }

    [Test]
    public async Task Text_is_UTF_8_whatever_the_locale()
    {
        var text = "Grüße, 世界 🎂";
        await File.WriteAllTextAsync(InDirectory("text"), text, new UTF8Encoding(false));
        var result = await RunAsync(ProcessRequest.Of("cat", InDirectory("text")));
        Assert.That(result.Output, Is.EqualTo(text));
    }
}
