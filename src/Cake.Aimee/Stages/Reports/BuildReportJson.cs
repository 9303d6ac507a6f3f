using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cake.Aimee.Stages.Scheduling;

namespace Cake.Aimee.Stages.Reports;

/// <summary>
/// The report for programs: <c>{"started","ended","seconds","slots","totals":{…},"criticalPath":{"seconds","stages":[…]},"stages":[…]}</c>,
/// times in UTC (RFC 3339), logs relative to the report.
/// </summary>
internal static class BuildReportJson
{
    private static readonly JsonWriterOptions Lines = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(BuildReport report, Stream output)
    {
        using var writer = new Utf8JsonWriter(output, Lines);
        writer.WriteStartObject();
        WriteTime(writer, "started", report.Started);
        WriteTime(writer, "ended", report.Ended);
        WriteSeconds(writer, report.Ended - report.Started);
        writer.WriteNumber("slots", report.Slots);
        writer.WriteStartObject("totals");
        foreach (var (status, count) in report.Totals)
        {
            writer.WriteNumber(NameOf(status), count);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("criticalPath");
        WriteSeconds(writer, report.CriticalPath.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Outcome.Elapsed));
        writer.WriteStartArray("stages");
        foreach (var stage in report.CriticalPath)
        {
            writer.WriteStringValue(stage.Id);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("stages");
        foreach (var stage in report.Stages)
        {
            WriteStage(writer, stage);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>A way to end, as the report names it: <c>upToDate</c>.</summary>
    public static string NameOf(StageStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private static void WriteStage(Utf8JsonWriter writer, ReportedStage stage)
    {
        var outcome = stage.Outcome;
        writer.WriteStartObject();
        writer.WriteString("id", stage.Id);
        writer.WriteString("package", outcome.Node.Package.Id);
        writer.WriteString("stage", outcome.Node.Stage);
        writer.WriteString("status", NameOf(outcome.Status));
        writer.WriteString("reason", outcome.Reason);
        if (outcome is { Started: { } started, Ended: { } ended })
        {
            WriteTime(writer, "started", started);
            WriteTime(writer, "ended", ended);
            WriteSeconds(writer, outcome.Elapsed);
            writer.WriteNumber("lane", stage.Lane!.Value);
        }

        if (stage.Log is not null)
        {
            writer.WriteString("log", stage.Log);
        }

        if (outcome.Culprit is { } culprit)
        {
            writer.WriteString("culprit", culprit.Id);
        }

        if (outcome.Error is { } error)
        {
            writer.WriteString("error", error.Message);
        }

        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset time) =>
        writer.WriteString(name, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private static void WriteSeconds(Utf8JsonWriter writer, TimeSpan time) => writer.WriteNumber("seconds", Math.Round(time.TotalSeconds, 3));
}
