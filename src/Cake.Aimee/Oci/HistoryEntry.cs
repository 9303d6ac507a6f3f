using System.Text.Json.Nodes;

namespace Cake.Aimee.Oci;

/// <summary>One entry of an image's history.</summary>
/// <param name="IsEmpty">Whether it made no layer.</param>
/// <param name="Json">The entry as it stands in the config.</param>
internal sealed record HistoryEntry(bool IsEmpty, JsonObject Json)
{
    /// <summary>The command that is told of; null when none is.</summary>
    public string? CreatedBy => new ImageJson("history", Json).Text("created_by");

    /// <summary>An entry for a layer.</summary>
    public static HistoryEntry ForLayer(string? created, string createdBy)
    {
        var json = new JsonObject();
        if (created is not null)
        {
            json["created"] = created;
        }

        json["created_by"] = createdBy;
        return new HistoryEntry(false, json);
    }

    /// <summary>The same entry, having made no layer.</summary>
    public HistoryEntry WithoutLayer()
    {
        var json = (JsonObject)Json.DeepClone();
        json["empty_layer"] = true;
        return new HistoryEntry(true, json);
    }
}
