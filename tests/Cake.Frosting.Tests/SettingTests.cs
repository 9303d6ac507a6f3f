using Cake.Core;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class SettingTests
{
    private HostRun run = null!;

    [SetUp]
    public void Make() => run = new HostRun().With<Default>();

    [TearDown]
    public void Dispose() => run.Dispose();

    [Test]
    public void A_setting_is_Cakes_configuration_whatever_the_keys_case([Values] bool throughServices)
    {
        _ = throughServices
            ? run.Host.ConfigureServices(services => services.UseCakeSetting("Fruit", "pear").UseCakeSetting("fruit", "plum"))
            : run.Host.UseCakeSetting("Fruit", "pear").UseCakeSetting("fruit", "plum");

        Assert.That(run.Run().Events, Has.Member("fruit: plum"));
    }

    [Test]
    public void The_working_directorys_cake_config_stands_over_the_settings_and_an_argument_over_both()
    {
        Directory.CreateDirectory(Path.Combine(run.Directory, "there"));
        File.WriteAllText(Path.Combine(run.Directory, "there", "cake.config"), "Fruit=apple\n");
        run.Host.UseWorkingDirectory("there").UseCakeSetting("fruit", "plum");

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "there", "fruit: apple" }));
        using var second = new HostRun().With<Default>().With(host => host.UseCakeSetting("fruit", "plum"));
        Assert.That(second.Run("--fruit=fig").Events, Has.Member("fruit: fig"));
    }

    [Test]
    public void The_configuration_says_how_much_is_shown_unless_the_command_line_does()
    {
        run.Host.UseCakeSetting("Settings_Verbosity", "quiet");
        Assert.That(run.Run().Output, Does.Not.Contain("told"));

        using var second = new HostRun().With<Default>().With(host => host.UseCakeSetting("Settings_Verbosity", "quiet"));
        Assert.That(second.Run("--verbosity=normal").Output, Does.Contain("told"));
    }

    [Test]
    public void The_command_lines_directory_wins_over_the_hosts()
    {
        Directory.CreateDirectory(Path.Combine(run.Directory, "here"));
        run.Host.ConfigureServices(services => services.UseWorkingDirectory("nowhere"));

        Assert.That(run.Run("--working=here").Events, Has.Member("here"));
    }

    [Test]
    public void The_hosts_directory_must_be_there()
    {
        run.Host.UseWorkingDirectory("nowhere");

        var result = run.Run();

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain(Path.Combine(run.Directory, "nowhere") + "' does not exist"));
    }

    private sealed class Default(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            context.Log.Write(Core.Diagnostics.Verbosity.Normal, Core.Diagnostics.LogLevel.Information, "told");
            journal.Note(context.Environment.WorkingDirectory.GetDirectoryName());
            journal.Note("fruit: " + context.Configuration.GetValue("fruit"));
        }
    }
}
