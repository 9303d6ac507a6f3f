using System.Collections.Frozen;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Running;

namespace Cake.Aimee.Stages.Steps;

/// <summary>What each stage does, by its name: those that every package has, and those that a program has added.</summary>
internal static class StageSteps
{
    /// <summary>All of them.</summary>
    /// <param name="context">The build.</param>
    /// <param name="fetch">Brings sources.</param>
    /// <param name="artifacts">Knows the artifacts.</param>
    /// <param name="runner">Where shell runs.</param>
    /// <param name="processes">Runs programs.</param>
    public static FrozenDictionary<string, IStageStep> All(
        BuildContext context, FetchStep fetch, BuildArtifacts artifacts, IShellRunner runner, IProcessRunner processes)
    {
        var prep = new PrepStep(fetch, runner, processes);
        var all = new Dictionary<string, IStageStep>(StringComparer.Ordinal)
        {
            [StageNames.Fetch] = fetch,
            [StageNames.Prep] = prep,
            [StageNames.Compile] = new CompileStep(prep),
            [StageNames.Package] = new PackageStep(artifacts, processes),
            [StageNames.Install] = new InstallStep(artifacts),
            [StageNames.Test] = new TestStep(),
            [StageNames.Export] = new ExportStep(artifacts, processes),
            [StageNames.Source] = new SourceStep(),
            [StageNames.Uninstall] = new UninstallStep(artifacts),
            [StageNames.Clean] = new CleanStep(artifacts),
            [StageNames.Distclean] = new CleanStep(artifacts),
        };
        foreach (var custom in context.CustomStages)
        {
            all[custom.Stage.Name] = new CustomStep(custom, processes);
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
