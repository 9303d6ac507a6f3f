using Cake.Core;
using Cake.Core.Composition;
using Cake.Core.Diagnostics;
using Cake.Core.Packaging;
using Cake.Frosting.TestHost;
using Cake.Frosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting.Tests;

public sealed class HostTests
{
    private HostRun run = null!;

    [SetUp]
    public void Make() => run = new HostRun();

    [TearDown]
    public void Dispose() => run.Dispose();

    [Test]
    public void An_added_assembly_brings_its_public_tasks()
    {
        run.Host.AddAssembly(typeof(GreetTask).Assembly).UseContext<GreetingContext>();

        var result = run.Run("--name=you");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output, Does.Contain("Hello, you!"));
    }

    [Test]
    public void Create_and_the_constructor_make_hosts_of_their_own() =>
        Assert.That(CakeHost.Create(), Is.Not.Null.And.Not.SameAs(new CakeHost()));

    [Test]
    public void Every_method_returns_the_host_it_was_called_on()
    {
        var host = new CakeHost();

        Assert.That(host.AddAssembly(typeof(GreetTask).Assembly), Is.SameAs(host));
        Assert.That(host.ConfigureServices(_ => { }), Is.SameAs(host));
    }

    [Test]
    public void A_registration_of_the_users_wins_over_the_hosts_own()
    {
        run.With<Default>().Host.ConfigureServices(services => services.AddSingleton<ICakeLog, PrefixedLog>());

        Assert.That(run.Run().Output, Does.Contain("[users] Default runs"));
    }

    [Test]
    public void Tasks_and_the_services_they_ask_for_are_singletons()
    {
        run.With<Default>().Host.ConfigureServices(services => services.AddSingleton<Counter>());
        run.Host.ConfigureServices(services => services.AddSingleton<IFrostingTask, Counting>());

        var result = run.Run("--target=Counting", "--target=Default");

        Assert.That(result.Events, Is.EqualTo(new[] { "Counting 1", "Default" }));
    }

    [Test]
    public void The_command_lines_rest_is_a_service_and_the_arguments()
    {
        run.With<Arguments>();

        var result = run.Run("--target=Arguments", "--colour=red", "--colour=blue", "--flag", "--", "--raw");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "red,blue", "flag", "Arguments", "--raw" }));
    }

    [Test]
    public void A_startup_class_and_a_module_register_services()
    {
        run.With<Default>().Host.UseStartup<Startup>().UseModule<Module>();

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "Startup", "Module", "Default" }));
    }

    [Test]
    public void A_module_registers_through_the_services_too()
    {
        run.With<Default>().Host.ConfigureServices(services => services.UseModule<Module>());

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "Module", "Default" }));
    }

    [Test]
    public void The_installer_of_packages_is_not_made_for_a_build_that_installs_nothing()
    {
        run.With<Default>();

        Assert.That(run.Run("--verbosity=diagnostic").Output, Does.Not.Contain("NuGet"));
    }

    [Test]
    public void Cakes_own_tool_installer_is_there_when_a_task_asks_for_it()
    {
        run.With<Installs>();

        var result = run.Run("--target=Installs", "--verbosity=diagnostic");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("'nosuch' scheme"));
    }

    private sealed class Default(Journal journal, IEnumerable<Greeting> greetings) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            context.Log.Information("Default runs");
            foreach (var greeting in greetings)
            {
                journal.Note(greeting.From);
            }

            journal.Note("Default");
        }
    }

    private sealed record Greeting(string From);

    private sealed class Counter
    {
        private int count;

        public int Next() => ++count;
    }

    private sealed class Counting(Journal journal, Counter counter) : FrostingTask
    {
        private readonly int made = counter.Next();

        public override void Run(ICakeContext context) => journal.Note($"Counting {made}");
    }

    private sealed class Arguments(Journal journal, IRemainingArguments rest, ICakeArguments arguments) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Note(string.Join(',', arguments.GetArguments("colour")));
            journal.Note(arguments.HasArgument("flag") ? "flag" : "no flag");
            journal.Note(string.Join(',', context.Arguments.GetArguments("target")));
            journal.Note(string.Join(',', rest.Raw));
        }
    }

    private sealed class Installs(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            foreach (var file in context.ToolInstaller.Install(new PackageReference("nosuch:?package=x")))
            {
                journal.Note(file.FullPath);
            }
        }
    }

    private sealed class PrefixedLog(IConsole console) : ICakeLog
    {
        public Verbosity Verbosity { get; set; }

        public void Write(Verbosity verbosity, LogLevel level, string format, params object[] args) =>
            console.WriteLine("[users] " + format, args);
    }

    private sealed class Startup : IFrostingStartup
    {
        public void Configure(IServiceCollection services) => services.AddSingleton(new Greeting("Startup"));
    }

    private sealed class Module : ICakeModule
    {
        public void Register(ICakeContainerRegistrar registrar) => registrar.RegisterInstance(new Greeting("Module"));
    }
}
