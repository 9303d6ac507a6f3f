using System.Text.Json.Nodes;
using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Images.Gentoo;

namespace Cake.Aimee.IntegrationTests.Images.Gentoo;

/// <summary>A user's tree whose images are made of the Gentoo of a mirror on the loopback.</summary>
internal sealed class GentooTree : IDisposable
{
    public const string Cross = $"build/cross-{UserTree.Target}";
    public const string Build = $"build/build-{UserTree.Target}";
    private readonly BuildahStore store;
    private readonly GentooKeys keys;
    private readonly GentooMirror mirror;
    private readonly UserTree tree;
    private readonly string target;

    public GentooTree(BuildahStore store, GentooKeys keys, GentooMirror mirror, string prefix = "", string target = UserTree.Target)
    {
        (this.store, this.keys, this.mirror, Prefix, this.target) = (store, keys, mirror, prefix, target);
        tree = new UserTree(store);
        Configure();
    }

    public string Prefix { get; }

    /// <summary>The directory that the programs of the userland see as /var/cache/distfiles.</summary>
    public string Distfiles => Directory.CreateDirectory(In("sources/distfiles")).FullName;

    /// <summary>What the programs have been told so far, kill or no kill.</summary>
    public string[] Commands => File.Exists(Path.Combine(Distfiles, "commands")) ? File.ReadAllLines(Path.Combine(Distfiles, "commands")) : [];

    public void Configure(string stage3 = "", string more = "", string packages = "", string versions = "gcc: 14.3.0")
    {
        tree.Write(".builder/config", $"target: {target}\n");
        tree.Write(
            ".builder/gentoo",
            $"""
            images:
              engine: buildah
              system: gentoo
              name-prefix: "{Prefix}"
              stage3: {"{"}mirror: "{mirror.Address}", keyring: {keys.Keyring}{(stage3.Length > 0 ? $", {stage3}" : "")}{"}"}
              gentoo: {"{"}versions: {"{"}{versions}{"}"}{(more.Length > 0 ? $", {more}" : "")}{"}"}
              packages: {"{"}{packages}{"}"}
              squash: {"{"}level: 1{"}"}
            """);
    }

    public string In(string name) => tree.In(name);

    public Task<UserResult> RunAsync(params IEnumerable<string> arguments) => tree.HostAsync(["--config=gentoo", "--no-setup", .. arguments]);

    public UserRun Start(params IEnumerable<string> arguments) => tree.StartHost(["--config=gentoo", "--no-setup", .. arguments]);

    public void Steer(string name) => File.WriteAllText(Path.Combine(Distfiles, name), "");

    public void Release(string name) => File.Delete(Path.Combine(Distfiles, name));

    public Task<EngineImage?> FindAsync(string name) => store.Engine.FindAsync(Reference(name), CancellationToken.None);

    /// <summary>What an image's layers are, uncompressed.</summary>
    public async Task<string[]> LayersAsync(string name)
    {
        var json = await store.Runner.OutputAsync("buildah", "inspect", "--type", "image", $"localhost/{Reference(name)}");
        return [.. JsonNode.Parse(json)!["OCIv1"]!["rootfs"]!["diff_ids"]!.AsArray().Select(layer => (string)layer!)];
    }

    /// <summary>Runs a script in a container of an image, in which nothing is mounted.</summary>
    public async Task<string> InAsync(string name, string script)
    {
        await using var container = await store.Engine.StartAsync(Reference(name), "aimee-look", [], CancellationToken.None);
        var result = await container.RunAsync(new ContainerRun(script), CancellationToken.None);
        Assert.That(result.ExitCode, Is.Zero, () => string.Join('\n', result.LastLines));
        return result.Output;
    }

    public void Dispose() => tree.Dispose();

    private ImageReference Reference(string name) => ImageReference.Parse(Prefix.Length > 0 ? $"{Prefix}/{name}" : name);
}
