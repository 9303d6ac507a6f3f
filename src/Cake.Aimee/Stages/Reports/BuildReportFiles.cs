using System.Text;
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

    /// <summary>For GitLab: the faults with their places.</summary>
    public string Quality => Path.Combine(Directory, "gl-code-quality-report.json");

    /// <summary>Writes both, each whole.</summary>
    /// <param name="report">The report.</param>
    /// <exception cref="IOException">They can not be written.</exception>
    public void Write(BuildReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Write(Json, stream => BuildReportJson.Write(report, stream));
        Write(Html, stream => BuildReportHtml.Write(report, stream));
    }

    /// <summary>Writes the faults for a code quality page.</summary>
    /// <param name="text">They, as the page's service reads them.</param>
    /// <exception cref="IOException">They can not be written.</exception>
    public void WriteQuality(string text) => Write(Quality, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    private void Write(string path, Action<Stream> write)
    {
        using var pending = new PendingPath(path, RunDirectory.NewPath(Directory, "report"));
        using (var stream = new FileStream(pending.TemporaryPath, FileMode.CreateNew, FileAccess.Write))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        pending.Commit();
    }
}
