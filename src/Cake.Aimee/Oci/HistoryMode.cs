namespace Cake.Aimee.Oci;

/// <summary>What a squashed image tells of how it was made.</summary>
public enum HistoryMode
{
    /// <summary>All that the input told; entries whose layers were squashed are marked as having no layer.</summary>
    Keep,

    /// <summary>One entry for each layer of the output: nothing that stood in the input's history.</summary>
    One,

    /// <summary>Nothing.</summary>
    None,
}
