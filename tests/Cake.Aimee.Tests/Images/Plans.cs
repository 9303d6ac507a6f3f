using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Images;
using Cake.Aimee.Images.Debian;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Images;

/// <summary>Plans of a tree's images, from the text of its config.</summary>
internal static class Plans
{
    private const string BuildMachine = "x86_64-unknown-linux-gnu";
    private static readonly DebianSystem Debian = new();

    /// <summary>The plan of an image for a build machine of one kind, whichever runs the tests.</summary>
    public static async Task<ImagePlan> OfAsync(ImageKind kind, string target, string config = "", ImageSystem? system = null)
    {
        system ??= Debian;
        return ImagePlanner.Plan(kind, system, await ContextAsync(target, config, system));
    }

    /// <summary>What a system is told, by a config.</summary>
    public static async Task<ImageContext> ContextAsync(string target, string config, ImageSystem system)
    {
        using var tree = new TemporaryDirectory();
        tree.Write(".builder/config", config);
        var read = await ConfigReader.ReadAsync(
            tree.Path, null, [system.Section!], new ProcessRunner(), BuildMachine, CancellationToken.None);
        return Context(target, read, tree.Path);
    }

    /// <summary>The keys of the four images.</summary>
    public static async Task<string[]> KeysAsync(string config) => [.. (await AllAsync("aarch64-unknown-linux-gnu", config)).Select(plan => plan.Key)];

    /// <summary>A whole chain as text, paths relative to the tree.</summary>
    public static async Task<string> TextAsync(string target, string config = "", ImageSystem? system = null) =>
        ImagePlanText.Of(await OfAsync(ImageKind.Build, target, config, system));

    private static Task<ImagePlan[]> AllAsync(string target, string config, ImageSystem? system = null) =>
        Task.WhenAll(Enum.GetValues<ImageKind>().Select(kind => OfAsync(kind, target, config, system)));

    private static ImageContext Context(string target, Config config, string top)
    {
        var relative = config with
        {
            Paths = new TreePaths
            {
                Sources = config.Paths.Sources.Replace(top, "/tree", StringComparison.Ordinal),
                Artifacts = config.Paths.Artifacts.Replace(top, "/tree", StringComparison.Ordinal),
                Tmp = config.Paths.Tmp.Replace(top, "/tree", StringComparison.Ordinal),
            },
        };
        return new(TargetTriple.Parse(target), TargetTriple.Parse(BuildMachine), relative)
        {
            Source = "https://git.example/tree.git",
            Revision = "0123456789abcdef0123456789abcdef01234567",
        };
    }
}
