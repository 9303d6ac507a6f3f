using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Engines;

/// <summary>Image settings as the <c>--change</c> options of docker's import and commit: lines of a Dockerfile.</summary>
internal static class DockerChanges
{
    internal static IEnumerable<string> Of(ImageSettings settings)
    {
        var lines = settings.Labels.Select(label => $"LABEL {Quote(label.Key)}={QuoteLine(label.Key, label.Value)}")
            .Concat(settings.Environment.Select(variable => $"ENV {variable.Key}={QuoteLine(variable.Key, variable.Value)}"));
        if (!settings.Command.IsEmpty)
        {
            lines = lines.Append($"CMD {JsonSerializer.Serialize(settings.Command)}");
        }

        return Of(lines);
    }

    internal static IEnumerable<string> Of(IEnumerable<string> lines) => lines.SelectMany(line => new[] { "--change", line });

    private static string QuoteLine(string name, string value) => value.Contains('\n')
        ? throw new AimeeException(
            $"The value of {name} has a line break, which docker's import and commit can not take: write it in one line, or use --engine=buildah.")
        : Quote(value);

    /// <summary>A value as a Dockerfile takes it, with nothing in it expanded.</summary>
    internal static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"";
}
