using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Runs the rules' body that builds and installs into an empty install root.</summary>
internal sealed class CompileStep(PrepStep prep) : IStageStep
{
    // As the shell builder did for its packages; without the name and time of the file, so that bytes stay equal.
    private const string CompressManuals = """
        if [ -d "$D/usr/share/man" ]; then
            find "$D/usr/share/man" -type f ! -name '*.gz' -exec gzip -9n {} +
            find "$D/usr/share/man" -type l ! -name '*.gz' | while IFS= read -r aimee_link; do
                ln -s "$(readlink "$aimee_link").gz" "$aimee_link.gz" && rm "$aimee_link" || exit
            done
        fi

        """;

    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        if (run.IsWorkUsed)
        {
            run.Log.Write("compile was broken off or has changed: work/ is prepared again");
            await prep.RunAsync(run, cancellationToken).ConfigureAwait(false);
        }

        WorkDirectory.Renew(run.Place.Install);
        Directory.CreateDirectory(run.Place.Temporary);
        var isShell = run.Rules.Format == RulesFormat.Shell;
        if (run.Rules.Compile is not null)
        {
            await run.RunAsync(
                run.Rules.Compile, run.SourceDirectory, new StageScriptParts { After = isShell ? CompressManuals : "" }, cancellationToken)
                .ConfigureAwait(false);
        }
    }
}
