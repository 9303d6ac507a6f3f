using Cake.Aimee.Dsl;
using Cake.Aimee.Stages.Scheduling;
using Cake.Aimee.Tests.Tree;
using Cake.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>
/// A script in a tree: its tasks beside the tree's stages in one of the engines, in Cake's own container, with stages
/// that are only noted.
/// </summary>
internal sealed class StageTrial : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<string> record = [];
    private readonly ServiceProvider services;

    /// <summary>A tree of two packages, of which one needs the other, and a script without tasks.</summary>
    public StageTrial(Type engine, params string[] arguments)
    {
        Tree.Write("packages/core/libc/Buildrules", Rules());
        Tree.Write("packages/core/app/Buildrules", Rules("core/libc"));
        Environment = new TestEnvironment(Tree.Path);
        services = EngineServices.With(engine, Log)
            .AddSingleton<ICakeEnvironment>(Environment)
            .AddSingleton<ICakeReportPrinter>(new HeadingLog(Log))
            .AddSingleton<ICakeArguments>(new CakeArguments(arguments.ToLookup(
                argument => argument.Split('=')[0].TrimStart('-'), argument => argument.Contains('=') ? argument[(argument.IndexOf('=') + 1)..] : "")))
            .BuildServiceProvider();
        Engine = services.GetRequiredService<ICakeEngine>();
        Context = services.GetRequiredService<ICakeContext>();
        Stages = new SyntheticStages(Note);
        AimeeRuntime.Of(Context).OpenStageWork = (_, _) => System.Threading.Tasks.Task.FromResult<IStageWork>(Stages);
    }

    public SampleTree Tree { get; } = new();

    public TestEnvironment Environment { get; }

    public TextLog Log { get; } = new();

    public ICakeEngine Engine { get; }

    public ICakeContext Context { get; }

    public SyntheticStages Stages { get; }

    /// <summary>What has happened, in its order.</summary>
    public IReadOnlyList<string> Record
    {
        get
        {
            lock (gate)
            {
                return [.. record];
            }
        }
    }

    /// <summary>A package's rules.</summary>
    public static string Rules(string? needs = null) =>
        $"version: 1\ndescription: A package\nlicense: MIT\nbuild: none\n{(needs is null ? "" : $"depends: {{build: [{needs}]}}\n")}";

    public void Note(string what)
    {
        lock (gate)
        {
            record.Add(what);
        }
    }

    /// <summary>A task of the script's own.</summary>
    public CakeTaskBuilder Task(string name) => Engine.RegisterTask(name).Does(() => Note(name));

    /// <summary>What stands last in a script: registers what is needed and runs targets.</summary>
    public Task<CakeReport> RunAsync(params string[] targets) => RunAsync(settings => settings.SetTargets(targets));

    public async Task<CakeReport> RunAsync(Func<ExecutionSettings, ExecutionSettings> settings)
    {
        Context.AimeeTasks();
        return await RunAsItIsAsync(settings(new ExecutionSettings()));
    }

    /// <summary>Runs targets with the tasks that there are.</summary>
    public Task<CakeReport> RunAsItIsAsync(ExecutionSettings settings) =>
        Engine.RunTargetAsync(Context, services.GetRequiredService<IExecutionStrategy>(), settings);

    /// <summary>Where something stands in the record.</summary>
    public int At(string what)
    {
        var position = Record.ToList().IndexOf(what);
        Assert.That(position, Is.Not.Negative, $"'{what}' has not happened:\n{string.Join('\n', Record)}");
        return position;
    }

    /// <summary>Asserts that things happened in an order.</summary>
    public void Follow(params string[] happenings) => Assert.That(
        happenings.Select(At), Is.Ordered.Ascending, $"{string.Join(", ", happenings)} in:\n{string.Join('\n', Record)}");

    public void Dispose()
    {
        services.Dispose();
        Tree.Dispose();
    }
}
