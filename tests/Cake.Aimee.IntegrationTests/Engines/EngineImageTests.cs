using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Targets;

namespace Cake.Aimee.IntegrationTests.Engines;

/// <summary>Images: import, names, save and load.</summary>
[TestFixture("buildah")]
[TestFixture("docker")]
internal sealed class EngineImageTests(string engine) : EngineFixture(engine)
{
    [Test]
    public void It_knows_its_name() => Assert.That(Engine.Name, Is.EqualTo(IsDocker ? "docker" : "buildah"));

    [Test]
    public async Task An_import_says_what_it_was_told_to()
    {
        // Docker 20.10 takes the daemon's own processor, whatever --platform says.
        var foreign = IsDocker ? TargetTriple.Host.Oci.Architecture : "arm64";
        var settings = new ImageSettings
        {
            Labels = Map(("plain", "value"), ("odd", Odd), ("empty", "")),
            Environment = Map(("PATH", "/bin"), ("ODD", Odd)),
            Command = ["/bin/sh", "-c", "echo \"$PATH\""],
            Architecture = foreign,
        };

        var image = await Engine.ImportAsync(Archive, Result, settings, CancellationToken.None);

        var (config, architecture) = await Test.ConfigAsync(Result);
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
        if (IsDocker)
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
    public async Task Names_with_a_registry_and_without_have_tags_of_their_own()
    {
        string[] names = ["registry.example:5000/test/named:one", "registry.example:5000/test/named:two", "test/named:three", "test/named-not"];
        await using (var container = await StartAsync(Userland))
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
        var saved = At("saved.tar");
        await using (var container = await StartAsync(Userland))
        {
            await container.RunAsync(new ContainerRun("echo made >/made"), CancellationToken.None);
            await container.CommitAsync(Result, new ImageSettings { Labels = Map(("odd", Odd)) }, CancellationToken.None);
        }

        await Engine.SaveAsync(Result, saved, CancellationToken.None);
        await Engine.RemoveAsync(Result, CancellationToken.None);
        var loaded = new ImageReference("registry.example/test/loaded", "v1");
        var image = await Engine.LoadAsync(saved, loaded, CancellationToken.None);

        await using (var container = await StartAsync(loaded))
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
        var broken = At("broken.tar");
        File.WriteAllText(broken, "this is no archive");
        Assert.That(
            () => Engine.LoadAsync(broken, Result, CancellationToken.None),
            Throws.InstanceOf<AimeeException>().With.Message.Contains(broken));
        Assert.That(await Engine.FindAsync(Result, CancellationToken.None), Is.Null);
    }
}
