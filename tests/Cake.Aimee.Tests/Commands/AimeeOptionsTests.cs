using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Tests.Commands;

internal sealed class AimeeOptionsTests
{
    [Test]
    public void Without_arguments_nothing_is_asked_for() => Assert.That(Read(), Is.EqualTo(new AimeeOptions("/tree")));

    [TestCase("config", "gentoo", "gentoo")]
    [TestCase("config", "", null)]
    public void The_config_is_named(string name, string value, string? expected) => Assert.That(Read((name, value)).Config, Is.EqualTo(expected));

    [TestCase("auto", EngineChoice.Auto)]
    [TestCase("docker", EngineChoice.Docker)]
    [TestCase("Buildah", EngineChoice.Buildah)]
    public void The_engine_is_chosen(string value, EngineChoice expected) => Assert.That(Read(("engine", value)).Engine, Is.EqualTo(expected));

    [TestCase("podman")]
    [TestCase("")]
    [TestCase("0")]
    [TestCase("1")]
    [TestCase("-1")]
    [TestCase("docker,buildah")]
    public void An_unknown_engine_is_refused(string value) => Assert.That(
        () => Read(("engine", value)),
        Throws.InstanceOf<AimeeException>().With.Message.EqualTo(
            $"There is no engine '{value}'. Use --engine=auto, --engine=docker or --engine=buildah."));

    [TestCase("", true)]
    [TestCase("true", true)]
    [TestCase("True", true)]
    [TestCase("false", false)]
    public void A_switch_is_there_or_not(string value, bool expected)
    {
        var options = Read(("no-setup", value), ("explain", value));
        Assert.That((options.NoSetup, options.Explain), Is.EqualTo((expected, expected)));
    }

    [TestCase("no-setup", "yes")]
    [TestCase("explain", "1")]
    public void A_switch_with_another_value_is_refused(string name, string value) => Assert.That(
        () => Read((name, value)),
        Throws.InstanceOf<AimeeException>().With.Message.EqualTo($"--{name} is either there or not; '{value}' is neither true nor false."));

    [Test]
    public void How_stages_run_is_said()
    {
        var options = Read(("jobs", "4"), ("max-load", "3.5"), ("keep-going", ""), ("keep-work", ""), ("dependencies", "pull"));
        Assert.That(
            (options.Jobs, options.MaxLoad, options.KeepGoing, options.KeepWork, options.Dependencies),
            Is.EqualTo((4, 3.5, true, true, DependencyOrigin.Pull)));
        Assert.That(Read(("dependencies", "Build")).Dependencies, Is.EqualTo(DependencyOrigin.Build));
    }

    [TestCase("jobs", "", "--jobs takes a whole number from 1 to 4096; '' is none.")]
    [TestCase("jobs", "0", "--jobs takes a whole number from 1 to 4096; '0' is none.")]
    [TestCase("jobs", "-2", "--jobs takes a whole number from 1 to 4096; '-2' is none.")]
    [TestCase("jobs", "4097", "--jobs takes a whole number from 1 to 4096; '4097' is none.")]
    [TestCase("jobs", "1.5", "--jobs takes a whole number from 1 to 4096; '1.5' is none.")]
    [TestCase("jobs", "all", "--jobs takes a whole number from 1 to 4096; 'all' is none.")]
    [TestCase("max-load", "", "--max-load takes a load average above 0, such as 3.5; '' is none.")]
    [TestCase("max-load", "0", "--max-load takes a load average above 0, such as 3.5; '0' is none.")]
    [TestCase("max-load", "1,5", "--max-load takes a load average above 0, such as 3.5; '1,5' is none.")]
    [TestCase("max-load", "NaN", "--max-load takes a load average above 0, such as 3.5; 'NaN' is none.")]
    [TestCase("max-load", "Infinity", "--max-load takes a load average above 0, such as 3.5; 'Infinity' is none.")]
    [TestCase("dependencies", "", "--dependencies takes build or pull; '' is neither.")]
    [TestCase("dependencies", "1", "--dependencies takes build or pull; '1' is neither.")]
    [TestCase("keep-going", "2", "--keep-going is either there or not; '2' is neither true nor false.")]
    [TestCase("keep-work", "no", "--keep-work is either there or not; 'no' is neither true nor false.")]
    public void What_can_not_be_is_refused(string name, string value, string message) => Assert.That(
        () => Read((name, value)), Throws.InstanceOf<AimeeException>().With.Message.EqualTo(message));

    private static AimeeOptions Read(params (string Name, string Value)[] arguments) =>
        AimeeOptions.Read("/tree", name => arguments.Where(argument => argument.Name == name).Select(argument => argument.Value).SingleOrDefault());
}
