using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.Tests.Tree;

[TestFixture]
public sealed class ShellConfigTests
{
    private TemporaryDirectory tree = null!;

    [SetUp]
    public void SetUp() => tree = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => tree.Dispose();

    [Test]
    public async Task A_shell_config_sets_what_its_yaml_would()
    {
        tree.Write(".builder/config", """
            # The project's own.
            PROJECT=demo
            CHOST="aarch64-unknown-linux-gnu"
            ARCHIVE_FORMAT=tar.bz2
            MAKE_OPTS=-j5
            BUILDER_TMPDIR=/var/tmp/demo
            include common
            include common
            CFLAGS="$COMMON -g"
            LITERAL='${x}'
            """);
        tree.Write(".builder/common", "MIRRORS='https://a.example.org https://b.example.org'\nCOMMON=-O2\nCOUNT=1$COUNT\n");

        var config = await SampleTree.ConfigAsync(tree.Path, null, []);

        Assert.Multiple(() =>
        {
            Assert.That((config.Project, config.Target, config.Archive, config.Jobs), Is.EqualTo(("demo", "aarch64-unknown-linux-gnu", "tar.bz2", 5)));
            Assert.That(config.Paths.Tmp, Is.EqualTo("/var/tmp/demo"));
            Assert.That(config.Paths.Sources, Is.EqualTo(Path.Combine(tree.Path, "sources")));
            Assert.That(config.Mirrors, Is.EqualTo(new[] { "https://a.example.org", "https://b.example.org" }));
            Assert.That(
                config.Environment.Select(variable => $"{variable.Key}={variable.Value.Text}"),
                Is.EqualTo(new[] { "CFLAGS=-O2 -g", "COMMON=-O2", "COUNT=1", "LITERAL=${x}" }));
            Assert.That(config.Files, Is.EqualTo(new[] { ".builder/config" }));
        });
    }

    [Test]
    public async Task What_the_callers_environment_says_too_is_set_all_the_same()
    {
        tree.Write(".builder/config", $"HOME={Environment.GetEnvironmentVariable("HOME")}\n");

        var config = await SampleTree.ConfigAsync(tree.Path, null, []);

        Assert.That(config.Environment.Keys, Is.EqualTo(new[] { "HOME" }));
    }

    [Test]
    public async Task Without_a_name_the_config_of_the_architecture_is_read_over_it()
    {
        tree.Write(".builder/config", "CFLAGS=-O2\n");
        tree.Write(".builder/x86_64", "CFLAGS=\"$CFLAGS -m64\"\n");
        tree.Write(".builder/arm", "CFLAGS=\"$CFLAGS -mthumb\"\n");

        var byArchitecture = await SampleTree.ConfigAsync(tree.Path, null, []);
        var byName = await SampleTree.ConfigAsync(tree.Path, "arm", []);

        Assert.Multiple(() =>
        {
            Assert.That(byArchitecture.Environment["CFLAGS"].Text, Is.EqualTo("-O2 -m64"));
            Assert.That(byArchitecture.Files, Is.EqualTo(new[] { ".builder/config", ".builder/x86_64" }));
            Assert.That(byName.Environment["CFLAGS"].Text, Is.EqualTo("-O2 -mthumb"));
        });
    }

    [Test]
    public async Task A_yaml_config_can_be_laid_over_a_shell_config()
    {
        tree.Write(".builder/config", "CFLAGS=-O2\nMIRRORS=https://a.example.org\n");
        tree.Write(".builder/ci", "+mirrors: [https://b.example.org]\nenv: {CXXFLAGS: \"${CFLAGS}\"}\n");

        var config = await SampleTree.ConfigAsync(tree.Path, "ci", []);

        Assert.That(config.Mirrors, Is.EqualTo(new[] { "https://a.example.org", "https://b.example.org" }));
        Assert.That(config.Environment["CXXFLAGS"].Text, Is.EqualTo("-O2"));
    }

    [Test]
    public async Task What_a_shell_config_prints_is_a_warning()
    {
        tree.Write(".builder/config", "A=1\nno-such-command\n");

        var config = await SampleTree.ConfigAsync(tree.Path, null, []);

        Assert.That(config.Warnings.Single().ToString(), Is.EqualTo(".builder/config:2: warning AIM0081: Reading prints an error: no-such-command: not found."));
    }

    [TestCase("ARCHIVE_FORMAT=zip\n", ".builder/config:1:1: error AIM0032: 'archive' must be one of tar.zst, tar.gz, tar.xz, tar.bz2, not 'zip'.")]
    [TestCase("A=1\nexit 0\n", ".builder/config: error AIM0080: The shell was ended from within, with status 0.")]
    [TestCase("A=1\nA='x\n", ".builder/config:3: error AIM0080: The shell was ended from within, with status 2: Syntax error: Unterminated quoted string.")]
    public void A_faulty_shell_config_is_an_error_with_its_place(string text, string expected)
    {
        tree.Write(".builder/config", text);
        Assert.That(() => SampleTree.ConfigAsync(tree.Path, null, []), Throws.TypeOf<AimeeException>().With.Message.EqualTo(expected));
    }
}
