using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Commands;

/// <summary>Opens a shell where a stage of a package runs, with its environment, what it sees, and inside the image when it runs there.</summary>
/// <param name="workspace">The tree.</param>
public sealed class ShellCommand(Workspace workspace)
{
    /// <summary>Opens the shell, and waits for its end.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="AimeeException">Not one package was named, or there is nothing to stand in.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stage = workspace.Options.Stage;
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        if (planned.Select(workspace.Options) is not [var package])
        {
            throw new AimeeException("Which package? Name one with --package=<category>/<package>, or stand in its directory.");
        }

        var known = planned.Graph.StagesOf(planned.Graph.FindPackage(package.Id)!);
        if (stage is not null && !known.Any(node => node.Stage == stage))
        {
            throw new AimeeException($"{package.Id} has no stage '{stage}'. {Nearest.Suggestion(stage, known.Select(node => node.Stage))}");
        }

        var build = await StageWork.OpenAsync(workspace, planned, known.ToHashSet(), [], null, cancellationToken).ConfigureAwait(false);
        await using (build.ConfigureAwait(false))
        {
            await build.OpenShellAsync(planned.Graph.FindPackage(package.Id)!, stage ?? build.BrokenStage(planned.Graph.FindPackage(package.Id)!) ?? StageNames.Compile, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
