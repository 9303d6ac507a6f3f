using System.Collections.Immutable;
using System.Globalization;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images;

/// <summary>
/// The directory in which an image is made, <c>tmp/images/&lt;image&gt;/</c>: <c>Containerfile</c>, <c>log/</c>, and
/// <c>work/</c>, which goes when the image is there. Runs steps with their log and their report.
/// </summary>
internal sealed class ImageWorkshop
{
    private readonly ImagePlan plan;
    private readonly IProgress<ImageEvent> progress;
    private readonly string directory;

    private ImageWorkshop(string directory, ImagePlan plan, IProgress<ImageEvent> progress) =>
        (this.directory, this.plan, this.progress) = (directory, plan, progress);

    /// <summary>For whatever is needed while the image is made; empty at first.</summary>
    internal string WorkDirectory => Path.Combine(directory, "work");

    private string LogDirectory => Path.Combine(directory, "log");

    /// <summary>Makes the directory, with its Containerfile, and removes what an earlier build left to work with.</summary>
    internal static async Task<ImageWorkshop> OpenAsync(
        string images, ImagePlan plan, IProgress<ImageEvent> progress, CancellationToken cancellationToken)
    {
        var workshop = new ImageWorkshop(Path.GetFullPath(Path.Combine(images, plan.Name)), plan, progress);
        workshop.Clear();
        Directory.CreateDirectory(workshop.WorkDirectory);
        Directory.CreateDirectory(workshop.LogDirectory);
        await File.WriteAllTextAsync(
            Path.Combine(workshop.directory, "Containerfile"), Containerfile.Of(plan), cancellationToken).ConfigureAwait(false);
        return workshop;
    }

    /// <summary>Removes the work directory.</summary>
    internal void Clear()
    {
        if (Directory.Exists(WorkDirectory))
        {
            Directory.Delete(WorkDirectory, recursive: true);
        }
    }

    /// <summary>Moves what a step brought out of its container from the work directory to <c>log/&lt;step&gt;/</c>.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="directory">The name of the directory in the work directory; it need not be there.</param>
    /// <returns>The files, newest first.</returns>
    internal ImmutableArray<string> BringOut(string step, string directory)
    {
        var (from, to) = (Path.Combine(WorkDirectory, directory), Path.Combine(LogDirectory, step));
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        if (!Directory.Exists(from))
        {
            return [];
        }

        Directory.Move(from, to);
        return [.. Directory.EnumerateFiles(to, "*", SearchOption.AllDirectories).OrderByDescending(File.GetLastWriteTimeUtc)];
    }

    /// <summary>Does a step: its lines go to its log and to the user, and so do its begin and end.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="number">Its number, counted from 1.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="work">Does it.</param>
    /// <param name="describe">Says what came of it.</param>
    /// <exception cref="AimeeException">It failed; the message says where its log is.</exception>
    internal async Task<T> StepAsync<T>(
        string name, int number, int count, Func<Action<ProcessLine>, Task<T>> work, Func<T, string?>? describe = null)
    {
        progress.Report(new StepStarted(plan.Name, name, number, count));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var path = Path.Combine(LogDirectory, string.Create(CultureInfo.InvariantCulture, $"{number:00}-{name}.log"));
        var log = new StreamWriter(path) { AutoFlush = true };
        await using (log.ConfigureAwait(false))
        {
            try
            {
                var result = await work(line =>
                {
                    log.WriteLine(line.Text);
                    progress.Report(new StepPrinted(plan.Name, line.Text));
                }).ConfigureAwait(false);
                progress.Report(new StepFinished(plan.Name, name, watch.Elapsed, describe?.Invoke(result)));
                return result;
            }
            catch (AimeeException exception)
            {
                var advice = FailureAdvice.For(exception.Message, plan.KnownFailures) is { } found ? $"{Environment.NewLine}{found}" : "";
                throw new AimeeException(
                    $"Step '{name}' of {plan.Name} failed. {exception.Message}{advice}{Environment.NewLine}The whole log: {path}",
                    exception);
            }
        }
    }
}
