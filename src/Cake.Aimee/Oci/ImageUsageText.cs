using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cake.Aimee.Oci;

/// <summary>Shows the usage of an image.</summary>
internal static class ImageUsageText
{
    private const int CommandWidth = 48;

    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Table(ImageUsage usage)
    {
        var text = new StringBuilder();
        text.AppendLine(Row("layer", "stored", "entries", "adds", "hides", "wasted", "created by"));
        foreach (var layer in usage.Layers)
        {
            text.AppendLine(Row(
                layer.Index.ToString(CultureInfo.InvariantCulture), Size(layer.StoredSize), layer.Entries.ToString(CultureInfo.InvariantCulture),
                Size(layer.Bytes), Size(layer.HiddenBytes), Size(layer.WastedBytes), Shorten(layer.CreatedBy ?? layer.DiffId.ToString())));
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{Size(usage.WastedBytes)} of {Size(usage.Bytes)} are wasted: {usage.Efficiency:p1} are seen.");
        return text.ToString();
    }

    public static string Json(ImageUsage usage)
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("image", usage.Image);
            json.WriteNumber("bytes", usage.Bytes);
            json.WriteNumber("wastedBytes", usage.WastedBytes);
            json.WriteNumber("efficiency", Math.Round(usage.Efficiency, 4));
            json.WriteStartArray("layers");
            foreach (var layer in usage.Layers)
            {
                WriteLayer(json, layer);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static void WriteLayer(Utf8JsonWriter json, LayerUsage layer)
    {
        json.WriteStartObject();
        json.WriteNumber("index", layer.Index);
        json.WriteString("diffId", layer.DiffId.ToString());
        json.WriteString("createdBy", layer.CreatedBy);
        json.WriteNumber("storedSize", layer.StoredSize);
        json.WriteNumber("entries", layer.Entries);
        json.WriteNumber("bytes", layer.Bytes);
        json.WriteNumber("markers", layer.Markers);
        json.WriteNumber("hiddenEntries", layer.HiddenEntries);
        json.WriteNumber("hiddenBytes", layer.HiddenBytes);
        json.WriteNumber("wastedBytes", layer.WastedBytes);
        json.WriteEndObject();
    }

    private static string Row(string layer, string stored, string entries, string adds, string hides, string wasted, string command) =>
        $"{layer,5}  {stored,9}  {entries,8}  {adds,9}  {hides,9}  {wasted,9}  {command}";

    private static string Shorten(string command)
    {
        command = command.ReplaceLineEndings(" ");
        return command.Length <= CommandWidth ? command : command[..(CommandWidth - 1)] + "…";
    }

    private static string Size(long bytes)
    {
        var size = (double)bytes;
        var unit = 0;
        while (size >= 1000 && unit < Units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? size : Math.Round(size, 1))} {Units[unit]}");
    }
}
