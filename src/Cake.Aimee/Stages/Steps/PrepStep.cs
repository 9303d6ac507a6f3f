using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Processes;
using Cake.Aimee.Stages.Running;

namespace Cake.Aimee.Stages.Steps;

/// <summary>Unpacks the sources into an empty <c>work/</c>, patches them and runs the rules' body.</summary>
/// <param name="fetch">Knows where the sources are.</param>
/// <param name="runner">Where shell runs.</param>
/// <param name="processes">Runs programs.</param>
internal sealed class PrepStep(FetchStep fetch, IShellRunner runner, IProcessRunner processes) : IStageStep
{
    /// <inheritdoc/>
    public async Task RunAsync(StageRun run, CancellationToken cancellationToken)
    {
        foreach (var directory in new[] { run.Place.Work, run.Place.Install, run.Place.Temporary })
        {
            WorkDirectory.Renew(directory);
        }

        if (run.Rules.HasSourceDirectory)
        {
            await CopySourceAsync(run, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await UnpackAsync(run, cancellationToken).ConfigureAwait(false);
        }

        var isShell = run.Rules.Format == RulesFormat.Shell;
        var patches = run.Rules.HasSourceDirectory ? "" : Patches(run);
        if (run.Rules.Prep is not null || patches.Length > 0)
        {
            // Shell rules are used to be called in work/, before the patches; YAML rules see the patched source.
            await run.RunAsync(
                run.Rules.Prep,
                isShell ? run.Place.Work : run.SourceDirectory,
                isShell ? new StageScriptParts { After = patches } : new StageScriptParts { Before = patches },
                cancellationToken).ConfigureAwait(false);
        }

        CheckSourceDirectory(run);
    }

    private static async Task CopySourceAsync(StageRun run, CancellationToken cancellationToken)
    {
        // Times of a check-out say nothing; what has the same content is to be built alike.
        await Task.Run(() => DirectoryCopy.Copy(Path.Combine(run.Rules.Directory, "source"), run.SourceDirectory, cancellationToken), cancellationToken).ConfigureAwait(false);
        run.Log.Write("copied source/");
    }

    private async Task UnpackAsync(StageRun run, CancellationToken cancellationToken)
    {
        var sources = await fetch.BringAsync(run, cancellationToken).ConfigureAwait(false);
        foreach (var source in sources)
        {
            var name = Path.GetFileName(source.Path);
            if (Unpacker.IsArchive(name))
            {
                await Unpacker.UnpackAsync(source.Path, run.Place.Work, new UnpackOptions(), processes, cancellationToken).ConfigureAwait(false);
                run.Log.Write($"unpacked {name}");
            }
            else
            {
                File.Copy(source.Path, Path.Combine(run.Place.Work, name));
                run.Log.Write($"copied {name}");
            }
        }

        run.Epoch = WorkDirectory.NewestTime(run.Place.Work, DateTimeOffset.UtcNow);
        if (run.Rules.Format == RulesFormat.Yaml && !Directory.Exists(run.SourceDirectory))
        {
            if (sources.Any(source => Unpacker.IsArchive(Path.GetFileName(source.Path))))
            {
                throw NoSourceDirectory(run);
            }

            Directory.CreateDirectory(run.SourceDirectory);
        }
    }

    private static void CheckSourceDirectory(StageRun run)
    {
        if (!Directory.Exists(run.SourceDirectory))
        {
            if (!run.Rules.Sources.IsEmpty && run.Rules.Patches.IsEmpty is false)
            {
                throw NoSourceDirectory(run);
            }

            // Rules without sources still have somewhere to stand.
            Directory.CreateDirectory(run.SourceDirectory);
        }
    }

    private static Diagnostics.AimeeException NoSourceDirectory(StageRun run)
    {
        var found = Directory.EnumerateFileSystemEntries(run.Place.Work).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        var advice = run.Rules.Format == RulesFormat.Shell ? "set S" : found.Count == 1 ? $"add 'directory: {found[0]}'" : "add 'directory:'";
        return run.Failure($"finds no directory '{run.Rules.SourceDirectory}' in what was unpacked ({string.Join(", ", found.Take(5))}): {advice} to the rules");
    }

    private string Patches(StageRun run)
    {
        if (run.Rules.Patches.IsEmpty)
        {
            return "";
        }

        var script = new StringBuilder($"cd {ShellWord.Quote(runner.Inside(run.SourceDirectory))}\n");
        foreach (var patch in run.Rules.Patches)
        {
            var file = ShellWord.Quote(runner.Inside(Path.Combine(run.Rules.Directory, "files", patch.FileName)));
            script.Append($"printf '%s\\n' {ShellWord.Quote($"patch {patch.FileName}")}\n")
                .Append($"patch -p1 --batch --forward --no-backup-if-mismatch -i {file} || exit\n");
        }

        return script.ToString();
    }
}
