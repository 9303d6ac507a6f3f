using System.Reflection;
using System.Text.Json;

namespace Cake.Aimee.Stages.Reports;

/// <summary>The report as one page that needs no network: the timeline to pan, zoom and search, the critical path, and failures with their logs.</summary>
internal static class BuildReportHtml
{
    private const string DataMark = "/*DATA*/";

    public static void Write(BuildReport report, Stream output)
    {
        var page = Page().AsSpan();
        var mark = page.IndexOf(DataMark, StringComparison.Ordinal);
        using var text = new StreamWriter(output, leaveOpen: true);
        text.Write(page[..mark]);
        text.Write("const report=");
        text.Flush();
        WriteData(report, output);
        text.Write(';');
        text.Write(page[(mark + DataMark.Length)..]);
    }

    /// <summary>What the page draws: the stages that took time, failed or were kept from running; of the others the numbers.</summary>
    private static void WriteData(BuildReport report, Stream output)
    {
        var stages = report.Stages.Where(stage => stage.HasWork || stage.Outcome.Error is not null || stage.Outcome.Culprit is not null).ToList();
        var numbers = stages.Select((stage, index) => (stage.Outcome.Node, index)).ToDictionary(item => item.Node, item => item.index);

        // The default encoder: no text of a tool can end the script that it stands in.
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteNumber("started", report.Started.ToUnixTimeMilliseconds());
        writer.WriteNumber("length", Milliseconds(report.Ended - report.Started));
        writer.WriteNumber("slots", report.Slots);
        writer.WriteStartObject("totals");
        foreach (var (status, count) in report.Totals)
        {
            writer.WriteNumber(BuildReportJson.NameOf(status), count);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("critical");
        foreach (var stage in report.CriticalPath)
        {
            writer.WriteNumberValue(numbers[stage.Outcome.Node]);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("stages");
        foreach (var stage in stages)
        {
            var outcome = stage.Outcome;
            writer.WriteStartObject();
            writer.WriteString("id", stage.Id);
            writer.WriteString("status", BuildReportJson.NameOf(outcome.Status));
            writer.WriteString("reason", outcome.Reason);
            if (outcome.Started is { } started && stage.Lane is { } lane)
            {
                writer.WriteNumber("start", Milliseconds(started - report.Started));
                writer.WriteNumber("length", Milliseconds(outcome.Elapsed));
                writer.WriteNumber("lane", lane);
            }

            writer.WriteString("log", stage.Log is null ? null : string.Join('/', stage.Log.Split('/').Select(Uri.EscapeDataString)));
            writer.WriteString("culprit", outcome.Culprit?.Id);
            writer.WriteString("error", outcome.Error?.Message);
            writer.WriteStartArray("needs");
            foreach (var needed in outcome.Node.Dependencies.Where(numbers.ContainsKey))
            {
                writer.WriteNumberValue(numbers[needed]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static string Page()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Cake.Aimee.Stages.Reports.timeline.html")
            ?? throw new InvalidOperationException("The page of the timeline is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
