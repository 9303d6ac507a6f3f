using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Tree;

[TestFixture]
public sealed class ConfigReaderTests
{
    private TemporaryDirectory tree = null!;

    [SetUp]
    public void SetUp() => tree = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => tree.Dispose();

    [Test]
    public async Task A_tree_without_a_config_has_the_defaults()
    {
        Directory.CreateDirectory(Path.Combine(tree.Path, ".builder"));

        var config = await SampleTree.ConfigAsync(tree.Path, null, [SampleSections.Debian]);

        Assert.Multiple(() =>
        {
            Assert.That(config.Project, Is.EqualTo(Path.GetFileName(tree.Path)));
            Assert.That(config.Target, Is.Null);
            Assert.That(config.Archive, Is.EqualTo("tar.zst"));
            Assert.That(config.Paths.Tmp, Is.EqualTo(Path.Combine(tree.Path, "tmp")));
            Assert.That(config.Images.System, Is.EqualTo("debian"));
            Assert.That(SampleSections.Debian.In(config).Suite, Is.EqualTo("bookworm"));
            Assert.That(config.Files, Is.Empty);
        });
    }

    [Test]
    public async Task Every_key_reaches_the_record()
    {
        tree.Write(".builder/config", """
            $schema: ../docs/config.schema.json
            project: aimee
            target: aarch64-unknown-linux-gnu
            jobs: 3
            archive: tar.xz
            paths: {sources: /srv/sources, tmp: "tmp/${TARGET}", scripts: bin}
            upstream: {sources: https://example.org/s, artifacts: /mnt/artifacts, push: true}
            mirrors: [apt:, "https://mirror.example.org/${PROJECT}"]
            env:
              CFLAGS: -O2
              CXXFLAGS: ${CFLAGS} -std=c++23
              EMPTY:
              TOKEN: {secret: true, from: CI_TOKEN}
            runner: image
            network: true
            keep: 2
            images:
              system: debian
              engine: buildah
              registry: registry.example.org
              name-prefix: os/
              packages: {base: [vim], cross: [gdb], build: [mtools, xorriso]}
              stage3: {mirror: https://deb.example.org, variant: minbase, keyring: keys.gpg}
              squash: {compression: gzip, level: 9}
              debian: {suite: trixie, components: [main, contrib]}
            """);

        var config = await SampleTree.ConfigAsync(tree.Path, null, [SampleSections.Debian]);

        Assert.Multiple(() =>
        {
            Assert.That(config.Project, Is.EqualTo("aimee"));
            Assert.That(config.Target, Is.EqualTo("aarch64-unknown-linux-gnu"));
            Assert.That(config.Jobs, Is.EqualTo(3));
            Assert.That(config.Archive, Is.EqualTo("tar.xz"));
            Assert.That(config.Paths.Sources, Is.EqualTo("/srv/sources"));
            Assert.That(config.Paths.Tmp, Is.EqualTo(Path.Combine(tree.Path, "tmp/aarch64-unknown-linux-gnu")));
            Assert.That(config.Paths.Scripts, Is.EqualTo(Path.Combine(tree.Path, "bin")));
            Assert.That(config.Upstream, Is.EqualTo(new UpstreamConfig { Sources = "https://example.org/s", Artifacts = "/mnt/artifacts", Push = true }));
            Assert.That(config.Mirrors, Is.EqualTo(new[] { "apt:", "https://mirror.example.org/aimee" }));
            Assert.That(config.Environment["CXXFLAGS"].Text, Is.EqualTo("-O2 -std=c++23"));
            Assert.That(config.Environment["EMPTY"].Text, Is.Empty);
            Assert.That(config.Environment["TOKEN"], Is.EqualTo(new EnvironmentValue { From = "CI_TOKEN", IsSecret = true }));
            Assert.That(config.Runner, Is.EqualTo(Runner.Image));
            Assert.That(config.Network, Is.True);
            Assert.That(config.Keep, Is.EqualTo(2));
            Assert.That(config.Images.Engine, Is.EqualTo("buildah"));
            Assert.That(config.Images.Registry, Is.EqualTo("registry.example.org"));
            Assert.That(config.Images.NamePrefix, Is.EqualTo("os/"));
            Assert.That(config.Images.Packages.Build, Is.EqualTo(new[] { "mtools", "xorriso" }));
            Assert.That(config.Images.Stage3.Keyring, Is.EqualTo("keys.gpg"));
            Assert.That(config.Images.Squash, Is.EqualTo(new SquashConfig { Compression = "gzip", Level = 9 }));
            Assert.That(SampleSections.Debian.In(config).Components, Is.EqualTo(new[] { "main", "contrib" }));
            Assert.That(config.Variables, Does.ContainKey("CFLAGS").And.Not.ContainKey("TOKEN"));
        });
    }

    [Test]
    public async Task The_named_config_is_laid_over_the_default()
    {
        tree.Write(".builder/config", "project: p\nmirrors: [a]\nenv: {A: 1, B: 1}\nimages: {packages: {base: [x]}, squash: {level: 3}}\n");
        tree.Write(".builder/common", "keep: 7\njobs: 9\n");
        tree.Write(".builder/gentoo", """
            include: [common]
            jobs: 2
            +mirrors: [b]
            env: {B: "2"}
            images:
              system: gentoo
              packages: {+base: [y], build: [z]}
            """);

        var config = await SampleTree.ConfigAsync(tree.Path, "gentoo", [SampleSections.Debian, SampleSections.Gentoo]);

        Assert.Multiple(() =>
        {
            Assert.That(config.Name, Is.EqualTo("gentoo"));
            Assert.That(config.Files, Is.EqualTo(new[] { ".builder/config", ".builder/common", ".builder/gentoo" }));
            Assert.That(config.Project, Is.EqualTo("p"));
            Assert.That(config.Keep, Is.EqualTo(7));
            Assert.That(config.Jobs, Is.EqualTo(2));
            Assert.That(config.Mirrors, Is.EqualTo(new[] { "a", "b" }));
            Assert.That(config.Environment.Select(pair => $"{pair.Key}={pair.Value.Text}"), Is.EqualTo(new[] { "A=1", "B=2" }));
            Assert.That(config.Images.System, Is.EqualTo("gentoo"));
            Assert.That(config.Images.Packages.Base, Is.EqualTo(new[] { "x", "y" }));
            Assert.That(config.Images.Squash.Level, Is.EqualTo(3));
        });
    }

    [Test]
    public async Task A_config_that_two_others_include_is_read_once()
    {
        tree.Write(".builder/config", "include: [one, two]\n");
        tree.Write(".builder/one", "include: [base]\n+mirrors: [one]\n");
        tree.Write(".builder/two", "include: [base]\n+mirrors: [two]\n");
        tree.Write(".builder/base", "mirrors: [base]\n");

        Assert.That((await SampleTree.ConfigAsync(tree.Path, null, [])).Mirrors, Is.EqualTo(new[] { "base", "one", "two" }));
    }

    [TestCase("gento", "Did you mean 'gentoo'?")]
    [TestCase("../gentoo", "Did you mean 'gentoo'?")]
    [TestCase("nothing-like-it", "")]
    public async Task An_unknown_config_is_an_error_that_lists_what_there_is(string name, string suggestion)
    {
        tree.Write(".builder/config", "");
        tree.Write(".builder/gentoo", "");
        tree.Write(".builder/.hidden", "");
        tree.Write(".builder/gentoo~", "");

        Assert.That(
            () => SampleTree.ConfigAsync(tree.Path, name, []),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo(
                $"error AIM0051: There is no config '{name}' in .builder/, which holds config, gentoo. {suggestion}".TrimEnd()));
    }

    [Test]
    public async Task The_host_is_the_target_that_paths_name_when_none_is_set()
    {
        tree.Write(".builder/config", "paths: {tmp: \"tmp/${TARGET}\"}\n");

        var config = await SampleTree.ConfigAsync(tree.Path, null, []);

        Assert.That(config.Paths.Tmp, Is.EqualTo(Path.Combine(tree.Path, "tmp/x86_64-unknown-linux-gnu")));
        Assert.That(config.Target, Is.Null);
    }
}
