using Cake.Aimee.Planning.Journals;
using Cake.Aimee.Planning.Keys;

namespace Cake.Aimee.Tests.Planning.Journals;

internal sealed class JournalTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 3, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void What_is_written_is_read_again()
    {
        JournalEntry[] entries =
        [
            new("prep", JournalEvent.Start, "k1", Noon) { Parts = [new("variable CFLAGS", "ab"), new("source \"a\"", "cd")] },
            new("prep", JournalEvent.End, "k1", Noon) { Epoch = 12, Output = "ef" },
            new("compile", JournalEvent.End, "k2", Noon) { ExitCode = 137 },
        ];
        var read = JournalText.Read(string.Concat(entries.Select(JournalText.Write))).ToArray();
        Assert.That(read.Select(JournalText.Write), Is.EqualTo(entries.Select(JournalText.Write)));
        Assert.That(read[0].Parts, Is.EqualTo(entries[0].Parts));
    }

    [TestCase("{\"stage\":\"prep\",\"event\":\"end\",\"key\":\"k1\",\"time\":\"2026-05-03T12:00:00+00:00\",\"exit\":0}")]
    [TestCase("{\"stage\":\"prep\",\"event\":\"end\",\"key\":\"k1\",\"ti")]
    [TestCase("\n{}\n[]\nnull\n{\"stage\":1}\n\0\0\0\n")]
    public void A_torn_last_line_and_lines_that_are_none_have_not_happened(string rest)
    {
        var journal = new Journal(JournalText.Read(Line("prep", JournalEvent.Start, "k1") + rest));
        Assert.That((journal.IsDone("prep", "k1"), journal.IsBroken("prep")), Is.EqualTo((false, true)));
    }

    [Test]
    public void A_stage_that_starts_again_takes_back_what_came_after_it()
    {
        var journal = Of(("prep", "p1"), ("compile", "c1"), ("package", "a1"), ("install", "i1"), ("prep", "p1"));
        Assert.That(
            (journal.IsDone("prep", "p1"), journal.IsDone("compile", "c1"), journal.IsDone("package", "a1"), journal.IsDone("install", "i1")),
            Is.EqualTo((true, false, false, true)));
    }

    [Test]
    public void A_failure_is_no_success_and_another_key_is_none()
    {
        var journal = new Journal(JournalText.Read(
            Line("compile", JournalEvent.Start, "k") + JournalText.Write(new("compile", JournalEvent.End, "k", Noon) { ExitCode = 2 })));
        Assert.That((journal.IsDone("compile", "k"), journal.IsBroken("compile")), Is.EqualTo((false, true)));
        Assert.That(journal.Reason("compile", new StageKey("k", [])), Is.EqualTo("failed with exit code 2"));
        Assert.That(Of(("compile", "k")).IsDone("compile", "other"), Is.False);
    }

    [Test]
    public void What_changed_is_named()
    {
        var start = new JournalEntry("compile", JournalEvent.Start, "old", Noon) { Parts = [new("variable CFLAGS", "1"), new("gone", "1"), new("same", "1")] };
        var journal = new Journal([start]);
        Assert.That(
            journal.Reason("compile", new StageKey("new", [new("variable CFLAGS", "2"), new("same", "1"), new("dependency core/libc", "1")])),
            Is.EqualTo("changed: dependency core/libc (new), gone (gone), variable CFLAGS"));
        Assert.That(Journal.Empty.Reason("compile", new StageKey("new", [])), Is.EqualTo("never run"));
    }

    private static Journal Of(params (string Stage, string Key)[] done) => new(JournalText.Read(string.Concat(
        done.Select(entry => Line(entry.Stage, JournalEvent.Start, entry.Key) + Line(entry.Stage, JournalEvent.End, entry.Key)))));

    private static string Line(string stage, JournalEvent what, string key) => JournalText.Write(new(stage, what, key, Noon));
}
