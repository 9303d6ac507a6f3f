using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Tests.Engines;

internal sealed class DockerChangesTests
{
    [TestCase("plain", "\"plain\"")]
    [TestCase("", "\"\"")]
    [TestCase("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [TestCase("back\\slash", "\"back\\\\slash\"")]
    [TestCase("$HOME ${HOME}", "\"\\$HOME \\${HOME}\"")]
    [TestCase("it's `id`", "\"it's `id`\"")]
    public void Values_are_quoted_as_in_a_dockerfile(string value, string quoted)
    {
        var settings = new ImageSettings { Labels = One("label", value), Environment = One("NAME", value) };
        Assert.That(DockerChanges.Of(settings), Is.EqualTo(["--change", $"LABEL \"label\"={quoted}", "--change", $"ENV NAME={quoted}"]));
    }

    [Test]
    public void A_command_is_json() => Assert.That(
        DockerChanges.Of(new ImageSettings { Command = ["/bin/sh", "-c", "echo \"$PATH\""] }),
        Is.EqualTo(["--change", """CMD ["/bin/sh","-c","echo \u0022$PATH\u0022"]"""]));

    [Test]
    public void Nothing_to_say_is_no_change() => Assert.That(DockerChanges.Of(new ImageSettings()), Is.Empty);

    [Test]
    public void A_line_break_is_refused_by_the_labels_name() => Assert.That(
        () => DockerChanges.Of(new ImageSettings { Labels = One("notes", "a\nb") }).ToList(),
        Throws.InstanceOf<AimeeException>().With.Message.StartsWith("The value of notes has a line break"));

    private static ImmutableSortedDictionary<string, string> One(string key, string value) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(key, value);
}
