namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>
/// Makes layers at random: a tree, then edits of it, told in a random order and spelling. What is made is sound: no
/// link dangles, and the order breaks no rule that a program unpacking entry by entry relies on.
/// </summary>
internal sealed class RandomImage
{
    private readonly Random _random;
    private readonly string _root;

    // What the lower layers made: path → type ('5' directory, '0' file, '2' symbolic link, '6' pipe), and where links lead.
    private SortedDictionary<string, char> _lower = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _directoryLinks = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, char> _tree = new(StringComparer.Ordinal);
    private List<RandomEntry> _entries = [];
    private HashSet<string> _changed = [];

    // Symbolic links that a path of this layer leads through, and the directories that they lead to.
    private HashSet<string> _pinned = [];
    private int _names;

    /// <param name="seed">The same seed makes the same layers.</param>
    /// <param name="root">A directory that all is put into, with a slash at its end; may be empty.</param>
    public RandomImage(int seed, string root)
    {
        _random = new Random(seed);
        _root = root;
    }

    public List<List<RandomEntry>> MakeLayers()
    {
        var layers = new List<List<RandomEntry>>();
        var count = _random.Next(2, 6);
        for (var layer = 0; layer < count; layer++)
        {
            _entries = [];
            _changed = [];
            _pinned = [];
            _lower = new SortedDictionary<string, char>(_tree, StringComparer.Ordinal);
            if (layer == 0 && _root.Length > 0)
            {
                Add(_root.TrimEnd('/'), '5');
            }

            for (var edit = _random.Next(1, layer == 0 ? 20 : 10); edit > 0; edit--)
            {
                Edit();
            }

            layers.Add(Shuffle());
        }

        return layers;
    }

    private void Edit()
    {
        switch (_random.Next(12))
        {
            case 0 or 1 or 2:
                Create(NewPath());
                break;
            case 3:
                CreateDirectory(NewPath());
                break;
            case 4:
                CreateDirectoryLink();
                break;
            case 5:
                LinkTo();
                break;
            case 6 or 7:
                Hide();
                break;
            case 8:
                ReplaceByOther();
                break;
            case 9:
                Rewrite();
                break;
            case 10:
                MakeOpaque();
                break;
            default:
                Recreate();
                break;
        }
    }

    private void Create(string path)
    {
        if (IsFree(path))
        {
            Add(path, "00026"[_random.Next(5)]);
        }
    }

    private void CreateDirectory(string path)
    {
        if (IsFree(path))
        {
            Add(path, '5');
            for (var children = _random.Next(4); children > 0; children--)
            {
                Add($"{path}/{Name()}", "025"[_random.Next(3)]);
            }
        }
    }

    private void CreateDirectoryLink()
    {
        var target = Pick('5');
        var path = NewPath();
        if (target is not null && IsFree(path))
        {
            Add(path, '2', (_random.Next(2) == 0 ? "/" : Up(path)) + target);
            _directoryLinks[path] = target;
        }
    }

    private void LinkTo()
    {
        var target = Pick("026"[_random.Next(3)]);
        var path = NewPath();
        if (target is not null && IsFree(path))
        {
            _tree[path] = _tree[target];
            _changed.Add(path);
            _entries.Add(Decorate(new RandomEntry(path, '1', Link: (_random.Next(3) == 0 ? "./" : "") + target)));
            if (_random.Next(3) == 0 && IsSettled(target))
            {
                Remove(target, withMarker: true);
            }
        }
    }

    private void Hide()
    {
        var path = PickAny();
        if (path is not null && IsSettled(path))
        {
            Remove(path, withMarker: true);
        }
    }

    private void ReplaceByOther()
    {
        var path = PickAny();
        if (path is null || !IsSettled(path))
        {
            return;
        }

        Remove(path, withMarker: _random.Next(4) == 0);
        Add(path, "0256"[_random.Next(4)]);
        if (_tree[path] == '5' && _random.Next(2) == 0)
        {
            Add($"{path}/{Name()}", '0');
        }
    }

    private void Rewrite()
    {
        var path = PickAny();
        if (path is not null && IsSettled(path, below: false))
        {
            Add(path, _tree[path] == '1' ? '0' : _tree[path]);
            if (_random.Next(4) == 0)
            {
                Add(path, _tree[path]);
            }
        }
    }

    private void MakeOpaque()
    {
        var path = Pick('5');
        if (path is null || !IsSettled(path))
        {
            return;
        }

        foreach (var below in Below(path))
        {
            Forget(below);
        }

        _changed.Add(path);
        _entries.Add(Decorate(new RandomEntry(path + "/.wh..wh..opq", '0')));
        if (_random.Next(2) == 0)
        {
            Add(path, '5');
        }

        for (var children = _random.Next(3); children > 0; children--)
        {
            Add($"{path}/{Name()}", "02"[_random.Next(2)]);
        }
    }

    private void Recreate()
    {
        var path = Pick('5');
        if (path is null || !IsSettled(path))
        {
            return;
        }

        Remove(path, withMarker: true);
        Add(path, '5');
        for (var children = _random.Next(3); children > 0; children--)
        {
            Add($"{path}/{Name()}", '0');
        }
    }

    private void Remove(string path, bool withMarker)
    {
        foreach (var gone in Below(path).Append(path).ToList())
        {
            Forget(gone);
        }

        _changed.Add(path);
        if (withMarker)
        {
            var slash = path.LastIndexOf('/') + 1;
            _entries.Add(Decorate(new RandomEntry(path[..slash] + ".wh." + path[slash..], '0')));
        }
    }

    private void Forget(string path)
    {
        _tree.Remove(path);
        _directoryLinks.Remove(path);
        foreach (var link in _directoryLinks.Where(link => link.Value == path).Select(link => link.Key).ToList())
        {
            _directoryLinks.Remove(link);
        }
    }

    private void Add(string path, char type, string? target = null)
    {
        _tree[path] = type;
        _changed.Add(path);
        _directoryLinks.Remove(path);
        _entries.Add(Decorate(type switch
        {
            '5' => new RandomEntry(path + "/", type),
            '2' => new RandomEntry(path, type, Link: target ?? Name()),
            '0' => new RandomEntry(path, type, new string((char)_random.Next('a', 'z'), _random.Next(4) == 0 ? _random.Next(3000) : _random.Next(20))),
            _ => new RandomEntry(path, type),
        }));
    }

    private RandomEntry Decorate(RandomEntry entry) => entry with
    {
        Path = ThroughLink(entry),
        Mode = _random.Next(0x200) | (entry.Type == '5' ? 0x1c0 : 0) | (entry.Type == '0' && _random.Next(8) == 0 ? 0x800 : 0),
        Uid = _random.Next(3) == 0 ? _random.Next(70000) : 0,
        Time = _random.Next(1_500_000_000),
        Nanoseconds = _random.Next(2) == 0 ? _random.Next(1, 1_000_000_000) : 0,
        Attribute = entry.Type is '0' or '5' && _random.Next(4) == 0 ? $"v{_random.Next(100)}" : null,
        Spelling = new[] { "", "", "", "./", "/", ".//", "././" }[_random.Next(7)],
        IsGnu = _random.Next(3) == 0,
    };

    // A path may lead through a symbolic link that a lower layer made and this one leaves alone.
    private string ThroughLink(RandomEntry entry)
    {
        foreach (var (link, target) in _directoryLinks)
        {
            if (entry.Path.StartsWith(target + "/", StringComparison.Ordinal) && entry.Path.Length > target.Length + 1
                && Unchanged(link) && Unchanged(target) && _random.Next(3) == 0)
            {
                _pinned.Add(link);
                _pinned.Add(target);
                return link + entry.Path[target.Length..];
            }
        }

        return entry.Path;
    }

    private bool Unchanged(string path) =>
        _lower.ContainsKey(path) && _tree.ContainsKey(path)
        && !_changed.Any(changed => changed == path || path.StartsWith(changed + "/", StringComparison.Ordinal));

    private List<RandomEntry> Shuffle()
    {
        // Any order but: a link comes after its target's new content and before the marker that hides the target, of two
        // entries for a path the order counts, what is no directory below becomes one before it is filled, and (because
        // umoci forgets the times of directories otherwise) so do new directories, and markers come before directories.
        var left = new List<RandomEntry>(_entries);
        var result = new List<RandomEntry>();
        var keepsOrder = _random.Next(3) == 0;
        while (left.Count > 0)
        {
            var ready = left.Where((entry, index) => !left.Take(index).Any(earlier => MustPrecede(earlier, entry))).ToList();
            var next = keepsOrder ? left[0] : ready[_random.Next(ready.Count)];
            left.Remove(next);
            result.Add(next);
        }

        return result;
    }

    private bool MustPrecede(RandomEntry earlier, RandomEntry later)
    {
        if (earlier.Type == '1' || later.Type == '1')
        {
            return true;
        }

        var path = earlier.RealPath.TrimEnd('/');
        var stays = _lower.TryGetValue(path, out var type) && type == '5' && !_entries.Any(entry => Hidden(entry) == path);
        return path == later.RealPath.TrimEnd('/')
            || (Hidden(earlier) == later.RealPath.TrimEnd('/') && later.Type == '5')
            || (!stays && later.RealPath.StartsWith(path + "/", StringComparison.Ordinal));
    }

    private static string? Hidden(RandomEntry entry) =>
        entry.IsMarker ? entry.RealPath.Replace(".wh.", "", StringComparison.Ordinal) : null;

    private bool IsFree(string path) => !_tree.ContainsKey(path) && !_lower.ContainsKey(path) && !_changed.Contains(path);

    /// <summary>Whether this layer has left alone a path, what is above it and, if wanted, what is below.</summary>
    private bool IsSettled(string path, bool below = true) =>
        _lower.ContainsKey(path) && _tree.ContainsKey(path)
        && !_changed.Any(changed => changed == path || path.StartsWith(changed + "/", StringComparison.Ordinal)
            || (below && changed.StartsWith(path + "/", StringComparison.Ordinal)))
        && !_pinned.Any(pinned => pinned == path || pinned.StartsWith(path + "/", StringComparison.Ordinal))
        && !_entries.Any(entry => entry.Link.TrimStart('.', '/') == path)
        && (!below || !_entries.Any(entry => entry.Link.TrimStart('.', '/').StartsWith(path + "/", StringComparison.Ordinal)));

    private List<string> Below(string path) =>
        [.. _tree.Keys.Where(other => other.StartsWith(path + "/", StringComparison.Ordinal))];

    private string? Pick(char type)
    {
        var paths = _tree.Where(pair => pair.Value == type && pair.Key.Length > _root.Length).Select(pair => pair.Key).ToList();
        return paths.Count == 0 ? null : paths[_random.Next(paths.Count)];
    }

    private string? PickAny()
    {
        var paths = _tree.Keys.Where(path => path.Length > _root.Length).ToList();
        return paths.Count == 0 ? null : paths[_random.Next(paths.Count)];
    }

    private string NewPath()
    {
        var parent = _random.Next(3) == 0 ? null : Pick('5');
        return parent is null || parent.Length > 600 ? _root + Name() : $"{parent}/{Name()}";
    }

    private string Name() => _random.Next(20) switch
    {
        0 => $"n\xe9\n{_names++}",
        1 => new string('l', _random.Next(90, 240)) + _names++,
        2 => $".{_names++}",
        _ => $"n{_names++}",
    };

    private static string Up(string path) => string.Concat(Enumerable.Repeat("../", path.Count(letter => letter == '/')));
}
