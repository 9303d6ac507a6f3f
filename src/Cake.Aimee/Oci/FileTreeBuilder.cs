using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>Builds the <see cref="FileTree"/> of some layers from their headers.</summary>
internal static class FileTreeBuilder
{
    /// <summary>Lays all layers on each other.</summary>
    /// <param name="layers">Their archives, not compressed, the lowest first.</param>
    /// <param name="firstLayer">The first that does not belong to what lies below.</param>
    /// <param name="warnings">Told of what is doubtful.</param>
    /// <param name="cancellationToken">Stops between two entries.</param>
    public static FileTree Build(
        IReadOnlyList<FileRange> layers, int firstLayer, Warnings warnings, CancellationToken cancellationToken)
    {
        var tree = new FileTree(layers.Count);
        var applier = new LayerApplier(tree, warnings);
        for (var layer = 0; layer < layers.Count; layer++)
        {
            if (layer == firstLayer && layer > 0)
            {
                tree.SealBase();
            }

            applier.Apply(layer, layers[layer], cancellationToken);
        }

        return tree;
    }
}
