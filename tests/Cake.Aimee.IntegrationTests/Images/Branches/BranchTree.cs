using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>A clone with a branch checked out, whose images are of the toy system.</summary>
internal sealed class BranchTree : IDisposable
{
    /// <summary>How long registries that fail are left alone at first: a test need not wait.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);

    private readonly TestEngine engine;
    private readonly ImageSystems systems;
    private readonly UserTree tree;

    private BranchTree(TestEngine engine, string userland)
    {
        this.engine = engine;
        systems = ImageSystems.Default.With(new ToySystem(userland));
        tree = new UserTree(engine);
    }

    public string Path => tree.Path;

    /// <summary>What happened, as the reporter is told.</summary>
    public List<ImageEvent> Events { get; } = [];

    /// <summary>The variables that CI and the user have set; they and no others are seen.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Makes one.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="userland">The userland's archive.</param>
    /// <param name="branch">The branch that is checked out.</param>
    /// <param name="registry">Host and port of the registry; null for none.</param>
    /// <param name="more">What else the config says of images: <c>packages: {base: [x]}</c>.</param>
    public static async Task<BranchTree> CloneAsync(TestEngine engine, string userland, string branch, string? registry, string more = "packages: {}")
    {
        var made = new BranchTree(engine, userland);
        made.tree.Configure("config", $"system: toy, {(registry is null ? "" : $"registry: \"{registry}\", ")}{more}");
        await made.GitAsync($"git init --quiet --initial-branch={branch}; git config user.name Tester; git config user.email tester@example.org; git add .; git commit --quiet -m configs");
        return made;
    }

    /// <summary>Runs git commands at the top.</summary>
    public async Task<string> GitAsync(string script)
    {
        var result = await tree.RunInAsync(Path, ["sh", "-euc", script]);
        return result.Succeeded().Output.TrimEnd();
    }

    /// <summary>The plan of an image.</summary>
    public async Task<ImagePlan> PlanAsync(ImageKind kind, string tag = "latest")
    {
        var here = await OpenAsync([]);
        return ImagePlanner.Plan(kind, here.System, here.Context with { Tag = tag });
    }

    /// <summary>Puts an image where it would be had it been made: labelled as planned, but of the userland alone.</summary>
    public async Task<ImagePlan> MakeAsync(ImageKind kind, string archive, string tag = "latest", string? architecture = null)
    {
        var plan = await PlanAsync(kind, tag);
        await engine.Engine.ImportAsync(archive, plan.Reference, plan.Settings with { Architecture = architecture ?? plan.Settings.Architecture }, CancellationToken.None);
        return plan;
    }

    /// <summary>Runs BranchImage.</summary>
    public async Task BranchImageAsync(params string[] options) =>
        await new BranchImageCommand(await OpenAsync(options), new Recorder(Events), Variables.GetValueOrDefault!) { FirstDelay = FirstDelay }.RunAsync(CancellationToken.None);

    /// <summary>Runs PushImages.</summary>
    public async Task PushImagesAsync() =>
        await new ImagesCommand(await OpenAsync([]), new Recorder(Events)).PushAsync(Variables.GetValueOrDefault!, CancellationToken.None);

    /// <summary>Runs BranchImage, which is refused.</summary>
    /// <returns>What the user is told.</returns>
    public async Task<string> RefusedAsync(params string[] options) => await MessageAsync(() => BranchImageAsync(options));

    /// <summary>What the user is told when something is refused.</summary>
    public static async Task<string> MessageAsync(Func<Task> work) => (await Assert.ThrowsAsync<AimeeException>(() => work()))!.Message;

    public void Dispose() => tree.Dispose();

    private Task<Workspace> OpenAsync(string[] options) => Workspace.OpenAsync(
        AimeeOptions.Read(Path, name => options.Contains($"--{name}") ? "" : options.FirstOrDefault(option => option.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..]),
        systems, engine.Runner, CancellationToken.None);

    private sealed class Recorder(List<ImageEvent> events) : IProgress<ImageEvent>
    {
        public void Report(ImageEvent value) => events.Add(value);
    }
}
