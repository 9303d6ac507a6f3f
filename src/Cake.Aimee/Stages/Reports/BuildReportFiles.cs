using Cake.Aimee.Archives;

namespace Cake.Aimee.Stages.Reports;

/// <summary>The files that a build's report is written to.</summary>
/// <param name="Directory">The tree's directory for building.</param>
public sealed record BuildReportFiles(string Directory)
{
    /// <summary>For programs.</summary>
    public string Json => Path.Combine(Directory, "build-report.json");

    /// <summary>For people: the timeline.</summary>
    public string Html => Path.Combine(Directory, "build-report.html");

    /// <summary>Writes both, each whole.</summary>
    /// <param name="report">The report.</param>
    /// <exception cref="IOException">They can not be written.</exception>
    public void Write(BuildReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Write(Json, stream => BuildReportJson.Write(report, stream));
        Write(Html, stream => BuildReportHtml.Write(report, stream));
    }

    private static void Write(string path, Action<Stream> write)
    {
        using var pending = new PendingPath(path);
        using (var stream = new FileStream(pending.TemporaryPath, FileMode.CreateNew, FileAccess.Write))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        pending.Commit();
    }
}
