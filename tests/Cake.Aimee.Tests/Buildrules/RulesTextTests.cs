using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Tests.Buildrules;

[TestFixture]
public sealed class RulesTextTests
{
    [TestCase("version: 1", RulesFormat.Yaml)]
    [TestCase("# a comment\n\n  version: 1", RulesFormat.Yaml)]
    [TestCase("---\nVERSION=1", RulesFormat.Yaml)]
    [TestCase("%YAML 1.2\n---", RulesFormat.Yaml)]
    [TestCase("\"$schema\": x", RulesFormat.Yaml)]
    [TestCase("+options: [a]", RulesFormat.Yaml)]
    [TestCase("", RulesFormat.Yaml)]
    [TestCase("# nothing but comments", RulesFormat.Yaml)]
    [TestCase("version:", RulesFormat.Yaml)]
    [TestCase("version: 1\nrm -rf $HOME\n", RulesFormat.Yaml)]
    [TestCase("VERSION=1", RulesFormat.Shell)]
    [TestCase("VERSION=\"1: 2\"", RulesFormat.Shell)]
    [TestCase(": ${VERSION:=1}", RulesFormat.Shell)]
    [TestCase("pkg_compile() {", RulesFormat.Shell)]
    [TestCase("include common", RulesFormat.Shell)]
    [TestCase("SOURCE_URI=http://example.org/x", RulesFormat.Shell)]
    [TestCase("https://example.org", RulesFormat.Shell)]
    public void The_first_significant_line_decides(string text, RulesFormat expected) =>
        Assert.That(RulesText.FormatOf(text), Is.EqualTo(expected));
}
