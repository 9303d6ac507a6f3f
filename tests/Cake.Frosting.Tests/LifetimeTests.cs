using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class LifetimeTests
{
    private HostRun run = null!;

    [SetUp]
    public void Make() => run = new HostRun().With<Default>().With<Broken>();

    [TearDown]
    public void Dispose() => run.Dispose();

    [Test]
    public void Plain_setup_and_teardown_enclose_the_run([Values] bool throughServices)
    {
        _ = throughServices
            ? run.Host.ConfigureServices(services => services.UseSetup<PlainSetup>().UseTeardown<PlainTeardown>())
            : run.Host.UseSetup<PlainSetup>().UseTeardown<PlainTeardown>();

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "setup of Default", "Default", "teardown, failed: False" }));
    }

    [Test]
    public void A_lifetime_encloses_the_run([Values] bool throughServices)
    {
        _ = throughServices
            ? run.Host.ConfigureServices(services => services.UseContext<Typed>().UseLifetime<Lifetime>())
            : run.Host.UseContext<Typed>().UseLifetime<Lifetime>();

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "1: setup of Default", "Default", "1: teardown" }));
    }

    [Test]
    public void Plain_task_setup_and_task_teardown_enclose_each_task([Values] bool throughServices)
    {
        _ = throughServices
            ? run.Host.ConfigureServices(services => services.UseTaskSetup<TaskSetup>().UseTaskTeardown<TaskTeardown>())
            : run.Host.UseTaskSetup<TaskSetup>().UseTaskTeardown<TaskTeardown>();

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "before Default", "Default", "after Default, skipped: False" }));
    }

    [Test]
    public void A_task_lifetime_encloses_each_task([Values] bool throughServices)
    {
        _ = throughServices
            ? run.Host.ConfigureServices(services => services.UseContext<Typed>().UseTaskLifetime<TaskLifetime>())
            : run.Host.UseContext<Typed>().UseTaskLifetime<TaskLifetime>();

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "1: before Default", "Default", "1: after Default" }));
    }

    [Test]
    public void The_typed_single_parts_get_the_context_of_ones_own()
    {
        run.Host.UseContext<Typed>()
            .UseSetup<TypedSetup>().UseTeardown<TypedTeardown>()
            .UseTaskSetup<TypedTaskSetup>().UseTaskTeardown<TypedTaskTeardown>();

        Assert.That(
            run.Run().Events,
            Is.EqualTo(new[] { "typed setup", "typed before", "Default", "typed after", "typed teardown" }));
    }

    [Test]
    public void The_plain_lifetimes_take_any_context()
    {
        run.Host.UseLifetime<PlainLifetime>().UseTaskLifetime<PlainTaskLifetime>();

        Assert.That(
            run.Run().Events,
            Is.EqualTo(new[] { "plain setup", "plain before", "Default", "plain after", "plain teardown" }));
    }

    [Test]
    public void The_last_registration_counts()
    {
        run.Host.UseContext<Typed>().UseLifetime<Lifetime>().UseSetup<PlainSetup>();

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "setup of Default", "Default", "1: teardown" }));
    }

    [Test]
    public void A_failed_run_is_torn_down_too()
    {
        run.Host.UseSetup<PlainSetup>().UseTeardown<PlainTeardown>();

        var result = run.Run("--target=Broken");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Events, Is.EqualTo(new[] { "setup of Broken", "teardown, failed: True" }));
    }

    [Test]
    public void A_failed_setup_stops_the_tasks_and_not_the_teardown()
    {
        run.Host.UseSetup<FailingSetup>().UseTeardown<PlainTeardown>();

        var result = run.Run();

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("no setup today"));
        Assert.That(result.Events, Is.EqualTo(new[] { "teardown, failed: True" }));
    }

    [Test]
    public void A_task_needs_the_context_that_the_host_has_or_is_left_out_with_a_warning()
    {
        run.With<NeedsTyped>();

        var result = run.Run();

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(
            result.Output,
            Does.Contain("Task 'NeedsTyped' is left out: it needs the context ").And.Contain("this host's is Cake.Frosting.FrostingContext"));
        Assert.That(run.Run("--target=NeedsTyped").ExitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_context_of_ones_own_is_the_context_of_all()
    {
        run.With<NeedsTyped>().Host.UseContext<Typed>();

        Assert.That(run.Run("--target=NeedsTyped").Events, Is.EqualTo(new[] { "typed task 1", "should" }));
    }

    private sealed class Typed(ICakeContext context) : FrostingContext(context)
    {
        public int Number { get; } = 1;
    }

    private sealed class Default(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note("Default");
    }

    private sealed class Broken : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("broken");
    }

    private sealed class NeedsTyped(Journal journal) : FrostingTask<Typed>
    {
        private bool asked;

        public override bool ShouldRun(Typed context) => asked = true;

        public override void Run(Typed context) => journal.Note($"typed task {context.Number}");

        public override void Finally(Typed context) => journal.Note(asked ? "should" : "was not asked");
    }

    private sealed class PlainSetup(Journal journal) : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Note($"setup of {info.TargetTask.Name}");
    }

    private sealed class FailingSetup : FrostingSetup
    {
        public override void Setup(ICakeContext context, ISetupContext info) => throw new InvalidOperationException("no setup today");
    }

    private sealed class PlainTeardown(Journal journal) : FrostingTeardown
    {
        public override void Teardown(ICakeContext context, ITeardownContext info) =>
            journal.Note($"teardown, failed: {!info.Successful}");
    }

    private sealed class TaskSetup(Journal journal) : FrostingTaskSetup
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Note($"before {info.Task.Name}");
    }

    private sealed class TaskTeardown(Journal journal) : FrostingTaskTeardown
    {
        public override void Teardown(ICakeContext context, ITaskTeardownContext info) =>
            journal.Note($"after {info.Task.Name}, skipped: {info.Skipped}");
    }

    private sealed class Lifetime(Journal journal) : FrostingLifetime<Typed>
    {
        public override void Setup(Typed context, ISetupContext info) =>
            journal.Note($"{context.Number}: setup of {info.TargetTask.Name}");

        public override void Teardown(Typed context, ITeardownContext info) => journal.Note($"{context.Number}: teardown");
    }

    private sealed class TaskLifetime(Journal journal) : FrostingTaskLifetime<Typed>
    {
        public override void Setup(Typed context, ITaskSetupContext info) =>
            journal.Note($"{context.Number}: before {info.Task.Name}");

        public override void Teardown(Typed context, ITaskTeardownContext info) =>
            journal.Note($"{context.Number}: after {info.Task.Name}");
    }

    private sealed class PlainLifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Note("plain setup");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Note("plain teardown");
    }

    private sealed class PlainTaskLifetime(Journal journal) : FrostingTaskLifetime
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Note("plain before");

        public override void Teardown(ICakeContext context, ITaskTeardownContext info) => journal.Note("plain after");
    }

    private sealed class TypedSetup(Journal journal) : FrostingSetup<Typed>
    {
        public override void Setup(Typed context, ISetupContext info) => journal.Note("typed setup");
    }

    private sealed class TypedTeardown(Journal journal) : FrostingTeardown<Typed>
    {
        public override void Teardown(Typed context, ITeardownContext info) => journal.Note("typed teardown");
    }

    private sealed class TypedTaskSetup(Journal journal) : FrostingTaskSetup<Typed>
    {
        public override void Setup(Typed context, ITaskSetupContext info) => journal.Note("typed before");
    }

    private sealed class TypedTaskTeardown(Journal journal) : FrostingTaskTeardown<Typed>
    {
        public override void Teardown(Typed context, ITaskTeardownContext info) => journal.Note("typed after");
    }
}
