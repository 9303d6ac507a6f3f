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

    private static AimeeOptions Read(params (string Name, string Value)[] arguments) =>
        AimeeOptions.Read("/tree", name => arguments.Where(argument => argument.Name == name).Select(argument => argument.Value).SingleOrDefault());
}
