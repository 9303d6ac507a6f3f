using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Engines;

/// <summary>What is true of both engines is tested on both, with real containers of a tiny userland.</summary>
internal abstract class EngineFixture(string name)
{
    /// <summary>Every character that some shell, file or format takes for its own.</summary>
    protected const string Odd = "quotes \"double\" 'single', $HOME, ${HOME}, `id`, back\\slash\\n, tab\t, # = ü";

    /// <summary>The userland's image.</summary>
    protected static readonly ImageReference Userland = new("test/userland");

    /// <summary>The image that a test makes.</summary>
    protected static readonly ImageReference Result = new("test/result");

    private TemporaryDirectory directory = null!;

    protected TestEngine Test { get; private set; } = null!;

    protected IEngine Engine => Test.Engine;

    protected bool IsDocker => name == "docker";

    protected string Archive => At("userland.tar");

    [OneTimeSetUp]
    public async Task MakeUserland()
    {
        Test = IsDocker ? await Machine.DockerAsync() : Machine.Buildah;
        directory = new TemporaryDirectory();
        await TinyUserland.WriteAsync(At("userland"), Archive);
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
        Assert.That(await Test.ContainersAsync(), Is.Empty, "working containers that were left");
    }

    /// <summary>A path in the fixture's own directory.</summary>
    protected string At(string file) => Path.Combine(directory.Path, file);

    protected Task<IWorkingContainer> StartAsync(ImageReference image, params ImmutableArray<Mount> mounts) =>
        Engine.StartAsync(image, "aimee-test", mounts, CancellationToken.None);

    protected static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);

    protected static IEnumerable<string?> Words(JsonNode? array) => array?.AsArray().Select(word => (string?)word) ?? [];
}
