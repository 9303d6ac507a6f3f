using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Engines;

/// <summary>What is true of both engines, with real containers of a tiny userland.</summary>
[TestFixture("buildah")]
[TestFixture("docker")]
internal sealed class EngineTests(string name)
{
    private const string Odd = "quotes \"double\" 'single', $HOME, ${HOME}, `id`, back\\slash\\n, tab\t, # = ü";
    private static readonly ImageReference Userland = new("test/userland");
    private static readonly ImageReference Result = new("test/result");
    private TemporaryDirectory directory = null!;
    private TestEngine test = null!;

    private IEngine Engine => test.Engine;

    private string Archive => Path.Combine(directory.Path, "userland.tar");

    [OneTimeSetUp]
    public async Task MakeUserland()
    {
        test = name == "docker" ? await Machine.DockerAsync() : Machine.Buildah;
        directory = new TemporaryDirectory();
        await TinyUserland.WriteAsync(Path.Combine(directory.Path, "userland"), Archive);
        await Engine.ImportAsync(Archive, Userland, new ImageSettings { Command = ["/bin/sh"] }, CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task RemoveUserland()
    {
        if (directory is not null)
        {
            await Engine.RemoveAsync(Userland, CancellationToken.None);
            directory.Dispose();
        }
    }

    [TearDown]
    public async Task NothingIsLeft()
    {
        await Engine.RemoveAsync(Result, CancellationToken.None);
        Assert.That(await test.ContainersAsync(), Is.Empty, "working containers that were left");
    }

    [Test]
    public void It_knows_its_name() => Assert.That(Engine.Name, Is.EqualTo(name));

    [Test]
    public async Task An_import_says_what_it_was_told_to()
    {
        // Docker 20.10 takes the daemon's own processor, whatever --platform says.
        var foreign = name == "docker" ? TargetTriple.Host.Oci.Architecture : "arm64";
        var settings = new ImageSettings
        {
            Labels = Map(("plain", "value"), ("odd", Odd), ("empty", "")),
            Environment = Map(("PATH", "/bin"), ("ODD", Odd)),
            Command = ["/bin/sh", "-c", "echo \"$PATH\""],
            Architecture = foreign,
        };

        var image = await Engine.ImportAsync(Archive, Result, settings, CancellationToken.None);

        var (config, architecture) = await test.ConfigAsync(Result);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(image.Labels, Is.EqualTo(settings.Labels));
            Assert.That(image.Layers, Is.EqualTo(1));
            Assert.That(image.Size, Is.GreaterThan(1_000_000));
            Assert.That(image.Digest, Does.Match("^sha256:[0-9a-f]{64}$"));
            Assert.That(image.Id, Does.Match("^[0-9a-f]{64}$"));
            Assert.That(Words(config["Env"]), Is.EquivalentTo(settings.Environment.Select(variable => $"{variable.Key}={variable.Value}")));
            Assert.That(Words(config["Cmd"]), Is.EqualTo(settings.Command));
            Assert.That(architecture, Is.EqualTo(foreign));
        }
    }

    [Test]
    public async Task Line_breaks_in_a_label_are_kept_or_refused()
    {
        const string Lines = "first\nsecond\n\nfourth";
        var settings = new ImageSettings { Labels = Map(("lines", Lines)) };
        var import = Engine.ImportAsync(Archive, Result, settings, CancellationToken.None);
        if (name == "docker")
        {
            Assert.That(() => import, Throws.InstanceOf<AimeeException>().With.Message.Contains("The value of lines has a line break"));
            Assert.That(await Engine.FindAsync(Result, CancellationToken.None), Is.Null);
        }
        else
        {
            Assert.That((await import).Labels["lines"], Is.EqualTo(Lines));
        }
    }

    [Test]
    public async Task What_was_made_is_found()
    {
        var image = await Engine.FindAsync(Userland, CancellationToken.None);
        Assert.That(image?.Layers, Is.EqualTo(1));
    }

    [TestCase("test/missing")]
    [TestCase("test/userland:missing")]
    [TestCase("registry.example:5000/test/missing")]
    public async Task What_is_missing_is_null_and_its_removal_no_fault(string text)
    {
        var reference = ImageReference.Parse(text);
        Assert.That(await Engine.FindAsync(reference, CancellationToken.None), Is.Null);
        Assert.That(() => Engine.RemoveAsync(reference, CancellationToken.None), Throws.Nothing);
    }

    [Test]
    public async Task A_script_sees_mounts_and_environment_and_its_lines_come_in_order()
    {
        var host = Directory.CreateDirectory(Path.Combine(directory.Path, "mounted")).FullName;
        File.WriteAllText(Path.Combine(host, "in"), "from the host\n");
        var lines = new List<string>();
        await using var container = await Engine.StartAsync(Userland, "aimee-test", [new Mount(host, "/mnt")], CancellationToken.None);

        var result = await container.RunAsync(
            new ContainerRun("cat /mnt/in; echo \"$ODD\"; id -u; seq 1 2000; echo done >/mnt/out; exit 7")
            {
                Environment = Map(("ODD", Odd)),
                OnLine = line => lines.Add(line.Text),
            },
            CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            // Buildah adds words of its own when a script fails.
            Assert.That(lines.Take(2003), Is.EqualTo(["from the host", Odd, "0", .. Enumerable.Range(1, 2000).Select(number => $"{number}")]));
            Assert.That(result.ExitCode, Is.EqualTo(7));
            Assert.That(File.ReadAllText(Path.Combine(host, "out")), Is.EqualTo("done\n"));
        }
    }

    [Test]
    public async Task A_script_stops_at_its_first_failure_and_at_an_unset_variable()
    {
        await using var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None);
        var failed = await container.RunAsync(new ContainerRun("echo before; test -e /missing; echo after"), CancellationToken.None);
        var unset = await container.RunAsync(new ContainerRun("echo \"$NOT_THERE\"; echo after"), CancellationToken.None);
        Assert.That((failed.ExitCode, failed.Output), Is.EqualTo((1, "before\n")));
        Assert.That((unset.ExitCode, unset.Output), Is.EqualTo((2, "")));
    }

    [Test]
    public async Task The_environment_of_one_run_is_not_the_next_ones_nor_the_images()
    {
        await using var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None);
        await container.RunAsync(new ContainerRun("true") { Environment = Map(("ONCE", "1")) }, CancellationToken.None);
        var next = await container.RunAsync(new ContainerRun("echo \"${ONCE-unset}\""), CancellationToken.None);
        await container.CommitAsync(Result, new ImageSettings(), CancellationToken.None);
        Assert.That(next.Output, Is.EqualTo("unset\n"));
        Assert.That(Words((await test.ConfigAsync(Result)).Config["Env"]), Has.None.StartsWith("ONCE="));
    }

    [Test]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        await using (var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None))
        {
            Assert.That(
                () => container.RunAsync(new ContainerRun(Sleep) { Timeout = TimeSpan.FromSeconds(2) }, CancellationToken.None),
                Throws.InstanceOf<AimeeException>().With.Message.Contains("was ended: it ran longer than 00:00:02"));
        }

        Assert.That(Sleepers(), Is.Empty);
    }

    [Test]
    public async Task Cancellation_leaves_no_container_and_no_process()
    {
        using var stop = new CancellationTokenSource();
        await using (var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None))
        {
            var run = container.RunAsync(
                new ContainerRun($"setsid {Sleep} & echo started; {Sleep}") { OnLine = _ => stop.Cancel() }, stop.Token);
            Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(Sleepers(), Is.Empty);
        Assert.That(await test.ContainersAsync(), Is.Empty);
    }

    [Test]
    public async Task What_a_script_leaves_running_does_not_outlive_the_container()
    {
        await using (var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None))
        {
            var result = await container.RunAsync(
                new ContainerRun($"setsid {Sleep} </dev/null >/dev/null 2>&1 & echo done"), CancellationToken.None);
            Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "done\n")));
        }

        Assert.That(Sleepers(), Is.Empty);
    }

    [Test]
    public async Task A_container_that_was_left_behind_is_replaced()
    {
        var old = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None);
        await old.RunAsync(new ContainerRun("touch /left-behind"), CancellationToken.None);

        await using var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None);

        var result = await container.RunAsync(new ContainerRun("ls /"), CancellationToken.None);
        Assert.That(result.Output, Does.Contain("bin").And.Not.Contain("left-behind"));
    }

    [Test]
    public async Task A_commit_adds_a_layer_and_lays_its_labels_over_the_bases()
    {
        var from = new ImageReference("test/labelled");
        await Engine.ImportAsync(
            Archive, from, new ImageSettings { Labels = Map(("kept", "1"), ("changed", "1")), Environment = Map(("KEPT", "1")) }, CancellationToken.None);
        await using (var container = await Engine.StartAsync(from, "aimee-test", [], CancellationToken.None))
        {
            await container.RunAsync(new ContainerRun("echo made >/made"), CancellationToken.None);
            var settings = new ImageSettings
            {
                Labels = Map(("changed", "2"), ("odd", Odd)),
                Environment = Map(("ADDED", Odd)),
            };
            var image = await container.CommitAsync(Result, settings, CancellationToken.None);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(image.Layers, Is.EqualTo(2));
                Assert.That(image.Labels.SetItems(settings.Labels).SetItem("kept", "1"), Is.EqualTo(image.Labels));
                Assert.That(Words((await test.ConfigAsync(Result)).Config["Env"]), Is.SupersetOf(["KEPT=1", $"ADDED={Odd}"]));
            }
        }

        await using var next = await Engine.StartAsync(Result, "aimee-test", [], CancellationToken.None);
        Assert.That((await next.RunAsync(new ContainerRun("cat /made"), CancellationToken.None)).Output, Is.EqualTo("made\n"));
        await Engine.RemoveAsync(from, CancellationToken.None);
    }

    [Test]
    public async Task A_commit_keeps_what_the_base_would_run()
    {
        var from = new ImageReference("test/entrypoint");
        await test.AddEntrypointAsync(Userland, from, "/bin/echo", "hello");

        await using (var container = await Engine.StartAsync(from, "aimee-test", [], CancellationToken.None))
        {
            await container.CommitAsync(Result, new ImageSettings(), CancellationToken.None);
        }

        var (config, _) = await test.ConfigAsync(Result);
        Assert.That(Words(config["Entrypoint"]), Is.EqualTo(["/bin/echo"]));
        Assert.That(Words(config["Cmd"]), Is.EqualTo(["hello"]));
        await Engine.RemoveAsync(from, CancellationToken.None);
    }

    [Test]
    public async Task A_mount_is_no_part_of_the_image()
    {
        var host = Directory.CreateDirectory(Path.Combine(directory.Path, "cache")).FullName;
        File.WriteAllText(Path.Combine(host, "cached"), "");
        await using (var container = await Engine.StartAsync(Userland, "aimee-test", [new Mount(host, "/mnt")], CancellationToken.None))
        {
            await container.RunAsync(new ContainerRun("test -e /mnt/cached"), CancellationToken.None);
            await container.CommitAsync(Result, new ImageSettings(), CancellationToken.None);
        }

        await using var next = await Engine.StartAsync(Result, "aimee-test", [], CancellationToken.None);
        Assert.That((await next.RunAsync(new ContainerRun("ls /mnt"), CancellationToken.None)).Output, Is.Empty);
    }

    [Test]
    public async Task Names_with_a_registry_and_without_have_tags_of_their_own()
    {
        string[] names = ["registry.example:5000/test/named:one", "registry.example:5000/test/named:two", "test/named:three", "test/named-not"];
        await using (var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None))
        {
            foreach (var reference in names)
            {
                await container.CommitAsync(ImageReference.Parse(reference), new ImageSettings(), CancellationToken.None);
            }
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Engine.TagsAsync("registry.example:5000/test/named", CancellationToken.None), Is.EquivalentTo(["one", "two"]));
            Assert.That(await Engine.TagsAsync("test/named", CancellationToken.None), Is.EqualTo(["three"]));
            Assert.That(await Engine.TagsAsync("test/nothing", CancellationToken.None), Is.Empty);
        }

        foreach (var reference in names)
        {
            await Engine.RemoveAsync(ImageReference.Parse(reference), CancellationToken.None);
            Assert.That(await Engine.FindAsync(ImageReference.Parse(reference), CancellationToken.None), Is.Null);
        }
    }

    [Test]
    public async Task What_is_saved_is_loaded_under_any_name()
    {
        var saved = Path.Combine(directory.Path, "saved.tar");
        await using (var container = await Engine.StartAsync(Userland, "aimee-test", [], CancellationToken.None))
        {
            await container.RunAsync(new ContainerRun("echo made >/made"), CancellationToken.None);
            await container.CommitAsync(Result, new ImageSettings { Labels = Map(("odd", Odd)) }, CancellationToken.None);
        }

        await Engine.SaveAsync(Result, saved, CancellationToken.None);
        await Engine.RemoveAsync(Result, CancellationToken.None);
        var loaded = new ImageReference("registry.example/test/loaded", "v1");
        var image = await Engine.LoadAsync(saved, loaded, CancellationToken.None);

        await using (var container = await Engine.StartAsync(loaded, "aimee-test", [], CancellationToken.None))
        {
            var made = await container.RunAsync(new ContainerRun("cat /made"), CancellationToken.None);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(made.Output, Is.EqualTo("made\n"));
                Assert.That(image.Labels["odd"], Is.EqualTo(Odd));
                Assert.That(image.Layers, Is.EqualTo(2));
            }
        }

        await Engine.RemoveAsync(loaded, CancellationToken.None);
    }

    [Test]
    public async Task A_broken_archive_is_told_of_and_names_nothing()
    {
        var broken = directory.Write("broken.tar", "this is no archive");
        Assert.That(
            () => Engine.LoadAsync(broken, Result, CancellationToken.None),
            Throws.InstanceOf<AimeeException>().With.Message.Contains(broken));
        Assert.That(await Engine.FindAsync(Result, CancellationToken.None), Is.Null);
    }

    // A number that no other test or process sleeps for.
    private static string Sleep => $"sleep {Environment.ProcessId}{TestContext.CurrentContext.Test.ID.Split('-')[^1]}";

    private static string[] Sleepers() =>
        [.. RunningPrograms.CommandLines().Where(line => line.StartsWith(Sleep, StringComparison.Ordinal))];

    private static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    private static IEnumerable<string?> Words(JsonNode? array) => array?.AsArray().Select(word => (string?)word) ?? [];
}
