using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Processes;

internal sealed class SecretTests : ProcessTests
{
    [Test]
    public async Task A_secret_is_masked_wherever_it_is_cut()
    {
        const string Secret = "s3cret-t0ken";
        for (var cut = 1; cut < Secret.Length; cut++)
        {
            var lines = new List<string>();
            var result = await RunAsync(Sh("printf 'a %s' \"$1\"; sleep 0.01; printf '%s b\\n' \"$2\"; echo $1$2 >&2", Secret[..cut], Secret[cut..]) with
            {
                Secrets = [Secret],
                OnLine = line => lines.Add(line.Text),
            });
            Assert.That(lines, Is.EquivalentTo(["a *** b", "***"]));
            Assert.That(result.Output, Is.EqualTo("a *** b\n"));
            Assert.That(result.LastLines, Is.EquivalentTo(lines));
        }
    }

    [TestCase("xaby", "ab", "x***y")]
    [TestCase("abcd", "ab|bcd", "***")]
    [TestCase("ab-abc-a", "ab|abc", "***-***-a")]
    [TestCase("aaaaa", "aa", "***")]
    [TestCase("key\nwith\nlines!", "with\nlines", "key\n***!")]
    [TestCase("nothing", "|", "nothing")]
    [TestCase("half a sec", "secret", "half a sec")]
    public void Every_character_of_every_occurrence_is_covered(string text, string secrets, string expected)
    {
        foreach (var size in Enumerable.Range(1, text.Length))
        {
            var mask = new SecretMask([.. secrets.Split('|')]);
            var shown = string.Concat(text.Chunk(size).Select(piece => mask.Next(new string(piece)))) + mask.End();
            Assert.That(shown, Is.EqualTo(expected), $"pieces of {size}");
        }
    }

    [Test]
    public void What_is_held_back_stays_short()
    {
        var mask = new SecretMask(["aa"]);
        var shown = Enumerable.Range(0, 1000).Sum(_ => mask.Next(new string('a', 1000)).Length) + mask.End().Length;
        Assert.That(shown, Is.EqualTo("***".Length));
    }

    [Test]
    public async Task A_failure_shows_the_command_line_without_its_secrets()
    {
        var request = Sh("echo using $1; exit 7", "--token=hush it's") with { Secrets = ["hush it's"] };
        var error = await Assert.ThrowsAsync<AimeeException>(() => Runner.RunCheckedAsync(request, CancellationToken.None));
        Assert.That(error!.Message, Is.EqualTo(
            """
            'sh -c 'echo using $1; exit 7' sh '--token=***'' failed (exit code 7).
                using --token=***
            """));
    }
}
