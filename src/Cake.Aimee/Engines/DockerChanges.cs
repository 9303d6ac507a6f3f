using System.Text.Json;

namespace Cake.Aimee.Engines;

/// <summary>Image settings as the <c>--change</c> options of docker's import and commit: lines of a Dockerfile.</summary>
internal static class DockerChanges
{
    internal static IEnumerable<string> Of(ImageSettings settings)
    {
        var lines = settings.Labels.Select(label => $"LABEL {Quote(label.Key)}={Quote(label.Value)}")
            .Concat(settings.Environment.Select(variable => $"ENV {variable.Key}={Quote(variable.Value)}"));
        if (!settings.Command.IsEmpty)
        {
            lines = lines.Append($"CMD {JsonSerializer.Serialize(settings.Command)}");
        }

        return Of(lines);
    }

    internal static IEnumerable<string> Of(IEnumerable<string> lines) => lines.SelectMany(line => new[] { "--change", line });

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"";
}
