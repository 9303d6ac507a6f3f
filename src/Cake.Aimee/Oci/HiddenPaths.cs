using Cake.Aimee.Archives;

namespace Cake.Aimee.Oci;

/// <summary>
/// What the layers that were read so far replace or remove of those below them, as far as names alone tell: a guess
/// that saves keeping content which nobody will see. It may be wrong either way where links lead elsewhere, so whoever
/// relies on it looks at the finished <see cref="FileTree"/> afterwards. Paths are remembered by a hash. Many threads
/// use it at once.
/// </summary>
internal sealed class HiddenPaths
{
    // FNV-1a, 64 bits.
    private const ulong Seed = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;

    /// <summary>The highest layer that hides what is at a path and below it; with a slash at its end, only what is below.</summary>
    private readonly Dictionary<ulong, int> _layers = [];

    /// <summary>What was kept at a path, and nothing that is known hides it.</summary>
    private readonly Dictionary<ulong, (SpooledLayer Layer, KeptContent Content)> _kept = [];
    private readonly Lock _lock = new();

    /// <summary>What stands for a path.</summary>
    public static ulong HashOf(ReadOnlySpan<byte> path)
    {
        var hash = Seed;
        var components = new EntryPath(path);
        while (components.Read())
        {
            hash = Next(hash, components.Component);
            if (!components.IsLast)
            {
                hash = Next(hash, "/"u8);
            }
        }

        return hash;
    }

    /// <summary>Remembers what an entry hides.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="layer">Its layer's number, from 0 at the bottom.</param>
    public void Add(TarReader entry, int layer)
    {
        var hash = Seed;
        var components = new EntryPath(entry.Path);
        while (components.Read())
        {
            if (components.IsLast && components.Component.StartsWith(LayerApplier.MarkerPrefix))
            {
                var isOpaque = components.Component.SequenceEqual(LayerApplier.OpaqueMarker);
                Add(isOpaque ? hash : Next(hash, components.Component[LayerApplier.MarkerPrefix.Length..]), layer);
                return;
            }

            hash = Next(hash, components.Component);
            if (!components.IsLast)
            {
                hash = Next(hash, "/"u8);
            }
            else if (entry.Type != TarEntryType.Directory)
            {
                Add(hash, layer);
            }
        }
    }

    /// <summary>Remembers what was kept of a layer: it is given up as soon as a higher one is seen to replace it.</summary>
    public void Keep(SpooledLayer layer, IEnumerable<KeptContent> contents)
    {
        foreach (var content in contents)
        {
            bool isHidden;
            lock (_lock)
            {
                isHidden = IsHidden(content.Path, layer.Group.Top);
                if (!isHidden)
                {
                    _kept[content.Path] = (layer, content);
                }
            }

            if (isHidden)
            {
                layer.GiveUp(content);
            }
        }
    }

    /// <summary>Whether a higher layer hides an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="layer">Its layer's number.</param>
    public bool Hides(TarReader entry, int layer)
    {
        var hash = Seed;
        var components = new EntryPath(entry.Path);
        lock (_lock)
        {
            while (components.Read())
            {
                if (IsHidden(hash, layer) || IsHidden(hash = Next(hash, components.Component), layer))
                {
                    return true;
                }

                hash = Next(hash, "/"u8);
            }
        }

        return false;
    }

    private static ulong Next(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }

    private bool IsHidden(ulong hash, int layer) => _layers.TryGetValue(hash, out var by) && by > layer;

    private void Add(ulong hash, int layer)
    {
        (SpooledLayer Layer, KeptContent Content) kept;
        lock (_lock)
        {
            _layers[hash] = Math.Max(layer, _layers.GetValueOrDefault(hash));
            if (!_kept.TryGetValue(hash, out kept) || kept.Layer.Group.Top >= layer)
            {
                return;
            }

            _kept.Remove(hash);
        }

        kept.Layer.GiveUp(kept.Content);
    }
}
