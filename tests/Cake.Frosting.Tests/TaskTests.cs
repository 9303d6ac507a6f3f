using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class TaskTests
{
    private HostRun run = null!;

    [SetUp]
    public void Make() => run = new HostRun();

    [TearDown]
    public void Dispose() => run.Dispose();

    [Test]
    public void Dependencies_run_first_and_a_reverse_dependency_needs_no_word_from_the_other_side()
    {
        run.With<Last>().With<Middle>().With<First>().With<Guest>();

        var result = run.Run("--target=last");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "First", "Guest", "Middle", "Last" }));
    }

    [Test]
    public void An_asynchronous_task_is_waited_for()
    {
        run.With<Slow>();

        Assert.That(run.Run("--target=Slow").Events, Is.EqualTo(new[] { "begins", "ends", "Finally" }));
    }

    [Test]
    public void A_task_that_should_not_run_is_skipped_with_its_message()
    {
        run.With<Shy>().With<NeedsShy>();

        var result = run.Run("--target=NeedsShy");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "NeedsShy" }));
        Assert.That(result.Output, Does.Contain("Skipped").And.Contain("not in company"));
    }

    [Test]
    public void A_target_that_should_not_run_fails()
    {
        run.With<Shy>();

        var result = run.Run("--target=Shy");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("skipped due to a criteria: not in company"));
    }

    [Test]
    public void What_a_task_does_not_override_is_not_registered()
    {
        run.With<First>().With<Gathers>();

        Assert.That(run.Run("--target=Gathers").Events, Is.EqualTo(new[] { "First" }));
        var tasks = run.Engine.Tasks.Cast<CakeTask>().ToDictionary(task => task.Name);
        Assert.That(tasks["First"].Actions, Has.Count.EqualTo(1));
        Assert.That(tasks["Gathers"].Actions, Is.Empty);
        Assert.That(tasks["Gathers"].Criterias, Is.Empty);
        Assert.That(tasks["Gathers"].ErrorHandler, Is.Null);
        Assert.That(tasks["Gathers"].FinallyHandler, Is.Null);
    }

    [Test]
    public void Methods_that_a_base_class_overrides_count()
    {
        run.With<Inherits>();

        Assert.That(run.Run("--target=Inherits").Events, Is.EqualTo(new[] { "Base of Inherits" }));
    }

    [Test]
    public void Two_tasks_of_one_name_are_an_error()
    {
        run.With<First>().With<AlsoFirst>();

        var result = run.Run("--target=First");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("FIRST"));
    }

    [TestCase("dependency")]
    [TestCase("reverse dependency")]
    public void A_dependency_that_is_no_task_is_an_error(string relation)
    {
        run = relation == "dependency" ? run.With<Misled>() : run.With<MisledBackwards>();

        var result = run.Run();

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain($"names System.String as its {relation}, which is no task"));
    }

    [Test]
    public void A_task_of_neither_base_class_is_an_error()
    {
        run.With<Homemade>();

        var result = run.Run("--target=Homemade");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("'Homemade'").And.Contain("neither FrostingTask nor AsyncFrostingTask"));
    }

    [Test]
    public void Through_the_interface_nothing_is_taken_for_a_context_or_an_exception()
    {
        IFrostingTask[] tasks = [new Plain(), new PlainAsync()];
        foreach (var task in tasks)
        {
            Assert.That(task.SkippedMessage, Is.Empty);
            Assert.That(() => task.RunAsync(null!), Throws.ArgumentNullException);
            Assert.That(() => task.ShouldRun(null!), Throws.ArgumentNullException);
            Assert.That(() => task.Finally(null!), Throws.ArgumentNullException);
            Assert.That(() => task.OnError(new InvalidOperationException(), null!), Throws.ArgumentNullException);
            Assert.That(() => task.OnError(null!, null!), Throws.ArgumentNullException);
        }
    }

    [Test]
    public void A_task_that_overrides_nothing_runs_does_nothing_and_fails_at_nothing()
    {
        run.With<UsesPlain>();

        var result = run.Run("--target=UsesPlain");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "done True", "done True" }));
    }

    private abstract class Noting(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(GetType().Name);
    }

    private sealed class First(Journal journal) : Noting(journal);

    [TaskName("FIRST")]
    private sealed class AlsoFirst(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(First))]
    private sealed class Middle(Journal journal) : Noting(journal);

    [TaskName("Last")]
    [IsDependentOn(typeof(First))]
    [IsDependentOn(typeof(Middle))]
    private sealed class Last(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(First))]
    [IsDependeeOf(typeof(Middle))]
    [IsDependeeOf(typeof(Last))]
    private sealed class Guest(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(First))]
    private sealed class Gathers : FrostingTask;

    private sealed class Slow(Journal journal) : AsyncFrostingTask
    {
        public override async Task RunAsync(ICakeContext context)
        {
            journal.Note("begins");
            await Task.Yield();
            journal.Note("ends");
        }

        public override void Finally(ICakeContext context) => journal.Note("Finally");
    }

    private sealed class Shy(Journal journal) : Noting(journal), IFrostingTask
    {
        public string SkippedMessage => "not in company";

        public override bool ShouldRun(ICakeContext context) => false;
    }

    [IsDependentOn(typeof(Shy))]
    private sealed class NeedsShy(Journal journal) : Noting(journal);

    private abstract class Base(Journal journal) : FrostingTask<FrostingContext>
    {
        public override void Run(FrostingContext context) => journal.Note("Base of " + GetType().Name);
    }

    private sealed class Inherits(Journal journal) : Base(journal);

    [IsDependentOn(typeof(string))]
    private sealed class Misled : FrostingTask;

    [IsDependeeOf(typeof(string))]
    private sealed class MisledBackwards : FrostingTask;

    private sealed class Plain : FrostingTask;

    private sealed class PlainAsync : AsyncFrostingTask;

    private sealed class UsesPlain(Journal journal) : AsyncFrostingTask
    {
        public override async Task RunAsync(ICakeContext context)
        {
            foreach (var task in new IFrostingTask[] { new Plain(), new PlainAsync() })
            {
                await task.RunAsync(context);
                task.OnError(new InvalidOperationException(), context);
                task.Finally(context);
                journal.Note($"done {task.ShouldRun(context)}");
            }
        }
    }

    private sealed class Homemade : IFrostingTask
    {
        public Task RunAsync(ICakeContext context) => Task.CompletedTask;

        public bool ShouldRun(ICakeContext context) => true;

        public void OnError(Exception exception, ICakeContext context)
        {
        }

        public void Finally(ICakeContext context)
        {
        }
    }
}
