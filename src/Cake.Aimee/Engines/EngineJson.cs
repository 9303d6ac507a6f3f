using System.Collections.Immutable;
using System.Text.Json;

namespace Cake.Aimee.Engines;

/// <summary>What both engines' descriptions of an image have in common.</summary>
internal static class EngineJson
{
    /// <summary>The labels of an image's configuration; none when it says nothing of labels.</summary>
    internal static ImmutableSortedDictionary<string, string> Labels(JsonElement configuration) =>
        configuration.TryGetProperty("Labels", out var labels) && labels.ValueKind == JsonValueKind.Object
            ? labels.EnumerateObject().ToImmutableSortedDictionary(
                label => label.Name, label => label.Value.GetString()!, StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
