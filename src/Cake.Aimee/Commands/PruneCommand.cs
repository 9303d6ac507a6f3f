using Cake.Aimee.Stages;

namespace Cake.Aimee.Commands;

/// <summary>Removes artifacts and sources that newer ones have replaced, and what was unpacked of them.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="output">Told what goes.</param>
public sealed class PruneCommand(Workspace workspace, TextWriter output)
{
    /// <summary>Removes them, down to the config's <c>keep</c>.</summary>
    /// <param name="cancellationToken">Stops after the file at hand.</param>
    /// <exception cref="Diagnostics.AimeeException">The tree has errors, or something can not be removed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var planned = await PlannedTree.ReadSoundAsync(workspace, cancellationToken).ConfigureAwait(false);
        var prune = new BuildPrune(planned.Tree, workspace.Processes, output.WriteLine);
        if (prune.Keep is null)
        {
            await output.WriteLineAsync("All artifacts and sources are kept: 'keep: 0' in the config lets the replaced ones go.").ConfigureAwait(false);
        }

        var unpacked = await prune.RunAsync(cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync($"Removed {unpacked} unpacked artifacts that nothing needs.").ConfigureAwait(false);
    }
}
