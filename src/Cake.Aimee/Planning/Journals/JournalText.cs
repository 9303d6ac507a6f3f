using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Cake.Aimee.Planning.Keys;

namespace Cake.Aimee.Planning.Journals;

/// <summary>
/// The lines of <c>journal.jsonl</c>: one JSON object each, for example
/// <c>{"stage":"compile","event":"end","key":"9a93…","time":"2026-05-03T16:46:04.1234567+00:00","exit":0}</c>.
/// </summary>
public static class JournalText
{
    /// <summary>Writes a line, with its end.</summary>
    /// <param name="entry">What happened.</param>
    public static string Write(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("stage", entry.Stage);
            json.WriteString("event", entry.Event == JournalEvent.Start ? "start" : "end");
            json.WriteString("key", entry.Key);
            json.WriteString("time", entry.Time);
            if (entry.Event == JournalEvent.End)
            {
                json.WriteNumber("exit", entry.ExitCode);
            }

            if (entry.Output is { } output)
            {
                json.WriteString("output", output);
            }

            if (entry.Epoch is { } epoch)
            {
                json.WriteNumber("epoch", epoch);
            }

            if (!entry.Parts.IsEmpty)
            {
                json.WriteStartObject("parts");
                foreach (var part in entry.Parts)
                {
                    json.WriteString(part.Name, part.Digest);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Reads a journal.</summary>
    /// <param name="text">Its text.</param>
    /// <returns>Its entries; a line that is torn or is none is left out, as what it would say has not happened.</returns>
    public static IEnumerable<JournalEntry> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n').SkipLast(1).Select(Parse).OfType<JournalEntry>();
    }

    private static JournalEntry? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && Text(root, "stage") is { } stage && Text(root, "key") is { } key && Text(root, "event") is "start" or "end"
                && DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
                ? new JournalEntry(Text(root, "stage")!, Text(root, "event") == "start" ? JournalEvent.Start : JournalEvent.End, Text(root, "key")!, time)
                {
                    ExitCode = Number(root, "exit") is { } exit ? (int)exit : -1,
                    Output = Text(root, "output"),
                    Epoch = Number(root, "epoch"),
                    Parts = Parts(root),
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ImmutableArray<KeyPart> Parts(JsonElement root) =>
        root.TryGetProperty("parts", out var parts) && parts.ValueKind == JsonValueKind.Object
            ? [.. parts.EnumerateObject().Select(part => new KeyPart(part.Name, part.Value.ToString()))]
            : [];

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
