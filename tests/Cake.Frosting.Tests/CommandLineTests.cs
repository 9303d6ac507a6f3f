using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class CommandLineTests
{
    private HostRun run = null!;

    [SetUp]
    public void Make() => run = new HostRun().With<Default>().With<Other>().With<Shared>();

    [TearDown]
    public void Dispose() => run.Dispose();

    [TestCase("--target=Other")]
    [TestCase("--target", "Other")]
    [TestCase("-t", "other")]
    [TestCase("--Target", "OTHER")]
    public void Target_names_the_task(params string[] arguments) =>
        Assert.That(run.Run(arguments).Events, Is.EqualTo(new[] { "Shared", "Other" }));

    [Test]
    public void Without_a_target_it_is_Default() =>
        Assert.That(run.Run().Events, Is.EqualTo(new[] { "Shared", "Default" }));

    [Test]
    public void What_several_targets_share_runs_once() =>
        Assert.That(
            run.Run("--target=Other", "--target=Default").Events,
            Is.EqualTo(new[] { "Shared", "Default", "Other" }));

    [Test]
    public void A_target_that_is_not_there_is_an_error()
    {
        var result = run.Run("--target=Nope");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("'Nope' was not found"));
    }

    [TestCase("--exclusive")]
    [TestCase("-e")]
    public void Exclusive_leaves_the_dependencies_out(string option) =>
        Assert.That(run.Run("-t", "Other", option).Events, Is.EqualTo(new[] { "Other" }));

    [TestCase("--dryrun")]
    [TestCase("--noop")]
    [TestCase("--whatif")]
    public void A_dry_run_names_the_tasks_and_runs_none(string option)
    {
        var result = run.Run(option);

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.Empty);
        Assert.That(result.Output, Does.Contain("1. Shared").And.Contain("2. Default"));
    }

    [TestCase("--tree")]
    [TestCase("--showtree")]
    public void Tree_shows_what_needs_what(string option)
    {
        var result = run.Run(option);

        Assert.That(result.Events, Is.Empty);
        Assert.That(result.Output.ReplaceLineEndings("\n"), Does.Contain("Other\n└─Shared"));
    }

    [TestCase("--description")]
    [TestCase("--descriptions")]
    [TestCase("--showdescription")]
    [TestCase("--showdescriptions")]
    public void Description_lists_the_tasks(string option)
    {
        var result = run.Run(option);

        Assert.That(result.Events, Is.Empty);
        Assert.That(result.Output, Does.Match("Other +Does something else\\."));
    }

    [Test]
    public void A_dry_run_comes_before_the_tree_and_the_tree_before_the_description()
    {
        Assert.That(run.Run("--tree", "--description", "--dryrun").Output, Does.Contain("This was a dry run"));
        using var second = new HostRun().With<Default>().With<Shared>();
        Assert.That(second.Run("--description", "--tree").Output, Does.Contain("└─Shared").And.Not.Contain("Description"));
    }

    [TestCase("--verbosity=quiet", "", "information")]
    [TestCase("-v", "Minimal", "information")]
    [TestCase("--verbosity", "n", null)]
    public void Verbosity_says_how_much_is_shown(string option, string value, string? hidden)
    {
        string[] arguments = value.Length == 0 ? [option] : [option, value];

        var output = run.Run(arguments).Output;

        Assert.That(output.Contains("some information", StringComparison.Ordinal), Is.EqualTo(hidden is null));
    }

    [Test]
    public void Diagnostic_shows_a_failures_stack()
    {
        run.With<Broken>();

        Assert.That(run.Run("-t", "Broken").Error, Does.Contain("broken").And.Not.Contain("   at "));
        using var second = new HostRun().With<Broken>();
        Assert.That(second.Run("-t", "Broken", "-v", "diagnostic").Error, Does.Contain("   at "));
    }

    [TestCase("--version")]
    [TestCase("--ver")]
    [TestCase("--info")]
    public void Version_and_info_run_nothing(string option)
    {
        var result = run.Run(option, "--target=Nope");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.Empty);
        Assert.That(result.Output, Is.Not.Empty);
    }

    [Test]
    public void A_version_with_a_value_is_an_argument_of_the_build()
    {
        run.With<ShowsArgument>();

        Assert.That(run.Run("-t", "ShowsArgument", "--version=1.2.3").Events, Is.EqualTo(new[] { "1.2.3" }));
    }

    [Test]
    public void The_report_can_be_left_out()
    {
        Assert.That(run.Run().Output, Does.Contain("Duration"));
        using var second = new HostRun().With<Default>().With<Shared>();
        Assert.That(second.Run("--no-report").Output, Does.Not.Contain("Duration"));
    }

    [TestCase("--working")]
    [TestCase("-w")]
    public void Working_sets_the_directory(string option)
    {
        Directory.CreateDirectory(Path.Combine(run.Directory, "there"));
        run.With<ShowsDirectory>();

        Assert.That(run.Run("-t", "ShowsDirectory", option, "there").Events, Is.EqualTo(new[] { "there" }));
    }

    [Test]
    public void A_working_directory_that_is_not_there_is_an_error()
    {
        var result = run.Run("--working=nowhere");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("nowhere' does not exist"));
        Assert.That(result.Events, Is.Empty);
    }

    [Test]
    public void An_option_with_a_bad_value_runs_nothing()
    {
        var result = run.Run("--verbosity=loud");

        Assert.That(result.ExitCode, Is.EqualTo(-1));
        Assert.That(result.Events, Is.Empty);
    }

    private abstract class Noting(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(GetType().Name);
    }

    private sealed class Shared(Journal journal) : Noting(journal);

    [IsDependentOn(typeof(Shared))]
    private sealed class Default(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            context.Log.Write(Core.Diagnostics.Verbosity.Normal, Core.Diagnostics.LogLevel.Information, "some information");
            journal.Note("Default");
        }
    }

    [TaskDescription("Does something else.")]
    [IsDependentOn(typeof(Shared))]
    private sealed class Other(Journal journal) : Noting(journal);

    private sealed class Broken : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("broken");
    }

    private sealed class ShowsArgument(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.Note(context.Arguments.GetArgument("version"));
    }

    private sealed class ShowsDirectory(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) =>
            journal.Note(context.Environment.WorkingDirectory.GetDirectoryName());
    }
}
