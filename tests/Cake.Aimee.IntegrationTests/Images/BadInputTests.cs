using System.Collections.Immutable;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.IntegrationTests.Images;

/// <summary>What bad input and bad surroundings get: a paragraph that names the thing and the way out, and no image.</summary>
internal sealed class BadInputTests
{
    private BuildahStore store = null!;
    private UserTree tree = null!;

    [OneTimeSetUp]
    public void OpenStore() => store = BuildahStore.Create();

    [OneTimeTearDown]
    public async Task CloseStore()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }

    [SetUp]
    public void MakeTree() => tree = new UserTree(store);

    [TearDown]
    public async Task NothingIsTaggedOrLeft()
    {
        tree.Dispose();
        Assert.That(await store.ImagesAsync(), Is.Empty, "images");
        Assert.That(await store.ContainersAsync(), Is.Empty, "containers");
    }

    [Test]
    public async Task Unknown_keys_are_all_named_with_their_places()
    {
        tree.Write(".builder/config", "target: aarch64-unknown-linux-gnu\nimages:\n  sytem: debian\n  debian: {siute: sid}\n");
        (await tree.HostAsync("--target=CrossImage")).Refused(
            ".builder/config:3:3: error AIM0030: The key 'sytem' is not known here. Did you mean 'system'?",
            ".builder/config:4:12: error AIM0030: The key 'siute' is not known here. Did you mean 'suite'?");
    }

    [Test]
    public async Task Broken_yaml_is_named_with_its_place()
    {
        tree.Write(".builder/config", "target: aarch64-unknown-linux-gnu\nimages: {system: debian\n");
        (await tree.HostAsync("--target=CrossImage")).Refused(".builder/config:", "error AIM0010: ");
    }

    [Test]
    public async Task Near_targets_are_listed_for_an_unknown_one()
    {
        tree.Write(".builder/config", "target: aarch46-unknown-linux-gnu\n");
        (await tree.HostAsync("--target=CrossImage")).Refused("The target 'aarch46-unknown-linux-gnu' is not known. Near it are aarch64-unknown-linux-gnu");
    }

    [TestCase("riscv64-unknown-linux-gnu")]
    [TestCase("aarch64-unknown-linux-musl")]
    public async Task A_target_without_toolchain_is_told_of_before_anything_is_made(string target)
    {
        tree.Write(".builder/config", $"target: {target}\n");
        (await tree.HostAsync("--target=CrossImage")).Refused(
            $"Debian has no cross toolchain with C, C++ and Rust for {target}. It has them for amd64, arm64, ", "or another system (--config=gentoo).");
    }

    [Test]
    public async Task The_configs_that_there_are_are_listed_for_an_unknown_one()
    {
        tree.Configure("gentoo", "system: debian");
        (await tree.HostAsync("--target=CrossImage", "--config=gentto")).Refused(
            "There is no config 'gentto' in .builder/, which holds config, gentoo.", "Did you mean 'gentoo'?");
    }

    [Test]
    public async Task The_systems_that_there_are_are_listed_for_an_unknown_one()
    {
        tree.Configure("config", "system: debain");
        (await tree.HostAsync("--target=Stage3Image")).Refused(".builder/config:3:", "error AIM0032: ", "not 'debain'. Did you mean 'debian'?");
    }

    [TestCase("--engine=podman", "There is no engine 'podman'. Use --engine=auto, --engine=docker or --engine=buildah.")]
    [TestCase("--no-setup=perhaps", "--no-setup is either there or not; 'perhaps' is neither true nor false.")]
    public async Task A_bad_option_is_named(string option, string message) =>
        (await tree.HostAsync("--target=Setup", option)).Refused(message);

    [Test]
    public async Task Without_a_daemon_docker_says_what_to_do() => (await tree.HostAsync("--target=Stage3Image", "--engine=docker", "--no-setup")).Refused(
        "No docker daemon answers. Start one (systemctl start docker), set DOCKER_HOST to one that runs, or use --engine=buildah, which needs no daemon.");

    [Test]
    public async Task Without_any_engine_what_to_install_is_named()
    {
        var without = Without("buildah", "docker");
        (await tree.HostAsync(without, "--target=Stage3Image", "--engine=auto", "--no-setup")).Refused(
            "A program is missing: buildah (makes images without a daemon), and with --no-setup nothing is installed. "
            + "As root, run: apt-get install --no-install-recommends buildah");
        (await tree.HostAsync(without, "--target=Stage3Image", "--engine=auto", "--exclusive")).Refused(
            "There is no container engine: no docker daemon answers and 'buildah' is not installed. Run the task Setup, or: apt-get install buildah.");
    }

    [Test]
    public async Task Missing_programs_are_named_with_their_packages() => (await tree.HostAsync(
        Without("mmdebstrap", "qemu-aarch64-static"), "--target=Stage3Image", "--no-setup")).Refused(
        "A program is missing: mmdebstrap (makes the debian userland), and with --no-setup nothing is installed.",
        "As root, run: apt-get install --no-install-recommends mmdebstrap");

    [Test]
    public async Task A_mirror_that_can_not_be_reached_is_told_of()
    {
        using (var gone = new LoopbackServer((_, _, _) => Task.CompletedTask))
        {
            tree.Configure("config", $"stage3: {{mirror: '{gone.Address}/debian'}}");
        }

        (await tree.HostAsync("--target=Stage3Image", "--no-setup")).Refused(
            "Step 'userland' of debian/stage3 failed.", "The mirror can not be reached.", "images.stage3.mirror", Log);
    }

    [Test]
    public async Task A_mirror_that_has_nothing_is_told_of()
    {
        using var server = new LoopbackServer((_, stream, _) => LoopbackServer.WriteAsync(stream, "404 Not Found", "Content-Length: 0", default));
        tree.Configure("config", $"stage3: {{mirror: '{server.Address}/debian'}}");
        (await tree.HostAsync("--target=Stage3Image", "--no-setup")).Refused(
            "Step 'userland' of debian/stage3 failed.", "There is no such release on the mirror.", "images.stage3.mirror", Log);
    }

    [Test]
    public async Task A_full_disk_is_told_of()
    {
        Directory.CreateDirectory(tree.In("tmp"));
        await store.Runner.OutputAsync("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", tree.In("tmp"));
        try
        {
            // It is told before anything is downloaded.
            (await tree.HostAsync("--target=Stage3Image", "--no-setup")).Refused("The disk is full.", LogFile);
        }
        finally
        {
            await store.Runner.OutputAsync("umount", "--lazy", tree.In("tmp"));
        }
    }

    [TestCase("BaseImage", "build/base is made from debian/stage3:latest, and buildah has no such image. Run the task Stage3Image first.")]
    [TestCase("CrossImage", $"build/cross-{UserTree.Target} is made from build/base:latest, and buildah has no such image. Run the task BaseImage first.")]
    public async Task An_image_whose_base_is_missing_says_what_to_run(string task, string message) =>
        (await tree.HostAsync($"--target={task}", "--exclusive")).Refused(message);

    [Test]
    public async Task Without_a_registry_to_push_to_the_config_key_is_named() => (await tree.HostAsync("--target=PushImages", "--exclusive")).Refused(
        "There is no registry to push to and to pull from. Name one in the config: 'images: {registry: registry.example.org}'.");

    [Test]
    public async Task Outside_of_any_tree_the_ways_into_one_are_named()
    {
        Directory.Delete(tree.In(".builder"), recursive: true);
        (await tree.HostAsync("--target=CrossImage")).Refused(
            $"There is no build tree at or above {tree.Path}", "name one with --working", "dotnet new aimee-tree");
    }

    [Test]
    public async Task The_diagnostic_verbosity_shows_where_it_happened()
    {
        tree.Configure("config", "system: debain");
        var result = await tree.HostAsync("--target=Stage3Image", "--verbosity=diagnostic");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("Did you mean 'debian'?").And.Contain("   at Cake.Aimee."));
    }

    private string LogFile => tree.In("tmp/images/debian/stage3/log/01-userland.log");

    private string Log => $"The whole log: {LogFile}";

    private ImmutableDictionary<string, string?> Without(params string[] programs) =>
        ImmutableDictionary<string, string?>.Empty.Add("PATH", LimitedPath.Make(tree.In("programs"), programs));
}
