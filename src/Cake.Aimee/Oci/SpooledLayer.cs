using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>Layers that were decompressed, but for contents that seemed hidden.</summary>
/// <param name="group">The layers.</param>
/// <param name="content">Where they stand.</param>
/// <param name="leftOut">Where the contents begin that were not kept: zeros stand there.</param>
internal sealed class SpooledLayer(LayerGroup group, FileRange content, IEnumerable<long> leftOut)
{
    private readonly HashSet<long> _leftOut = [.. leftOut];

    public LayerGroup Group => group;

    /// <summary>Whether all contents are there.</summary>
    public bool IsWhole => _leftOut.Count == 0;

    /// <summary>Whether the content that begins at a place was not kept. Nobody gives up contents any more.</summary>
    public bool Lacks(long start) => _leftOut.Contains(start);

    /// <summary>Gives a content's room back. Many threads do so at once.</summary>
    public void GiveUp(KeptContent kept)
    {
        PosixFile.MakeHole(content.File, kept.Start, kept.Length);
        lock (_leftOut)
        {
            _leftOut.Add(kept.Start);
        }
    }
}
