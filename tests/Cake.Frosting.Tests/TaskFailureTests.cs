using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

/// <summary>What a failed task does to the run, and what it may do about it.</summary>
public sealed class TaskFailureTests
{
    private HostRun run = null!;

    [SetUp]
    public void Make() => run = new HostRun();

    [TearDown]
    public void Dispose() => run.Dispose();

    [Test]
    public void Without_a_handler_a_failure_ends_the_run()
    {
        run.With<Fails>().With<NeedsFails>();

        var result = run.Run("--target=NeedsFails");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Events, Is.Empty);
        Assert.That(result.Error, Does.Contain("'Fails'").And.Contain("broken"));
        Assert.That(result.Output, Does.Contain("Failed"));
    }

    [Test]
    public void A_handled_failure_lets_the_run_go_on()
    {
        run.With<Handled>().With<NeedsHandled>();

        var result = run.Run("--target=NeedsHandled");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "OnError broken", "Finally", "NeedsHandled" }));
    }

    [Test]
    public void An_asynchronous_tasks_failure_is_handled_too()
    {
        run.With<HandledAsync>();

        var result = run.Run("--target=HandledAsync");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "OnError broken" }));
    }

    [Test]
    public void ContinueOnError_lets_the_run_go_on()
    {
        run.With<Harmless>().With<NeedsHarmless>();

        var result = run.Run("--target=NeedsHarmless");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "NeedsHarmless" }));
    }

    private abstract class Noting(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(GetType().Name);
    }

    private sealed class Fails : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("broken");
    }

    [IsDependentOn(typeof(Fails))]
    private sealed class NeedsFails(Journal journal) : Noting(journal);

    private sealed class Handled(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("broken");

        public override void OnError(Exception exception, ICakeContext context) =>
            journal.Note("OnError " + exception.Message);

        public override void Finally(ICakeContext context) => journal.Note("Finally");
    }

    [IsDependentOn(typeof(Handled))]
    private sealed class NeedsHandled(Journal journal) : Noting(journal);

    private sealed class HandledAsync(Journal journal) : AsyncFrostingTask
    {
        public override async Task RunAsync(ICakeContext context)
        {
            await Task.Yield();
            throw new InvalidOperationException("broken");
        }

        public override void OnError(Exception exception, ICakeContext context) =>
            journal.Note("OnError " + exception.Message);
    }

    [ContinueOnError]
    private sealed class Harmless : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("broken");
    }

    [IsDependentOn(typeof(Harmless))]
    private sealed class NeedsHarmless(Journal journal) : Noting(journal);
}
