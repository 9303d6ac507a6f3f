namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>What random layers have made so far, and the entries of the one that is being made.</summary>
/// <param name="random">What chance decides by.</param>
/// <param name="root">A directory that all is put into, with a slash at its end; may be empty.</param>
internal sealed class RandomTree(Random random, string root)
{
    // Path → type ('5' directory, '0' file, '2' symbolic link, '6' pipe), and where links to directories lead.
    private readonly SortedDictionary<string, char> _tree = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _directoryLinks = new(StringComparer.Ordinal);

    // The same, as the lower layers made it.
    private SortedDictionary<string, char> _lower = new(StringComparer.Ordinal);
    private List<RandomEntry> _entries = [];
    private HashSet<string> _changed = [];

    // Symbolic links that a path of this layer leads through, and the directories that they lead to.
    private HashSet<string> _pinned = [];
    private int _names;

    /// <summary>Begins a layer over what has been made.</summary>
    public void BeginLayer()
    {
        _entries = [];
        _changed = [];
        _pinned = [];
        _lower = new SortedDictionary<string, char>(_tree, StringComparer.Ordinal);
    }

    /// <summary>The layer's entries, in an order that a program unpacking one after the other can take.</summary>
    public List<RandomEntry> EndLayer() => new RandomOrder(random, _entries, _lower).Shuffle();

    /// <summary>What type the path has now.</summary>
    public char this[string path] => _tree[path];

    /// <summary>Hides all that lower layers have in a directory.</summary>
    public void MakeOpaque(string directory)
    {
        foreach (var below in Below(directory))
        {
            Forget(below);
        }

        _changed.Add(directory);
        _entries.Add(Decorate(new RandomEntry(directory + "/.wh..wh..opq", '0')));
    }

    /// <summary>Adds a hard link.</summary>
    public void Link(string path, string target)
    {
        _tree[path] = _tree[target];
        _changed.Add(path);
        _entries.Add(Decorate(new RandomEntry(path, '1', Link: (random.Next(3) == 0 ? "./" : "") + target)));
    }

    /// <summary>Adds a symbolic link to a directory.</summary>
    public void AddDirectoryLink(string path, string target, bool isAbsolute)
    {
        Add(path, '2', (isAbsolute ? "/" : Up(path)) + target);
        _directoryLinks[path] = target;
    }

    public void Remove(string path, bool withMarker)
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

    public void Add(string path, char type, string? target = null)
    {
        _tree[path] = type;
        _changed.Add(path);
        _directoryLinks.Remove(path);
        _entries.Add(Decorate(type switch
        {
            '5' => new RandomEntry(path + "/", type),
            '2' => new RandomEntry(path, type, Link: target ?? Name()),
            '0' => new RandomEntry(path, type, new string((char)random.Next('a', 'z'), random.Next(4) == 0 ? random.Next(3000) : random.Next(20))),
            _ => new RandomEntry(path, type),
        }));
    }

    private RandomEntry Decorate(RandomEntry entry) => entry with
    {
        Path = ThroughLink(entry),
        Mode = random.Next(0x200) | (entry.Type == '5' ? 0x1c0 : 0) | (entry.Type == '0' && random.Next(8) == 0 ? 0x800 : 0),
        Uid = random.Next(3) == 0 ? random.Next(70000) : 0,
        Time = random.Next(1_500_000_000),
        Nanoseconds = random.Next(2) == 0 ? random.Next(1, 1_000_000_000) : 0,
        Attribute = entry.Type is '0' or '5' && random.Next(4) == 0 ? $"v{random.Next(100)}" : null,
        Spelling = new[] { "", "", "", "./", "/", ".//", "././" }[random.Next(7)],
        IsGnu = random.Next(3) == 0,
    };

    // A path may lead through a symbolic link that a lower layer made and this one leaves alone.
    private string ThroughLink(RandomEntry entry)
    {
        foreach (var (link, target) in _directoryLinks)
        {
            if (entry.Path.StartsWith(target + "/", StringComparison.Ordinal) && entry.Path.Length > target.Length + 1
                && Unchanged(link) && Unchanged(target) && random.Next(3) == 0)
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

    public bool IsFree(string path) => !_tree.ContainsKey(path) && !_lower.ContainsKey(path) && !_changed.Contains(path);

    /// <summary>Whether this layer has left alone a path, what is above it and, if wanted, what is below.</summary>
    public bool IsSettled(string path, bool below = true) =>
        _lower.ContainsKey(path) && _tree.ContainsKey(path)
        && !_changed.Any(changed => changed == path || path.StartsWith(changed + "/", StringComparison.Ordinal)
            || (below && changed.StartsWith(path + "/", StringComparison.Ordinal)))
        && !_pinned.Any(pinned => pinned == path || pinned.StartsWith(path + "/", StringComparison.Ordinal))
        && !_entries.Any(entry => entry.Link.TrimStart('.', '/') == path)
        && (!below || !_entries.Any(entry => entry.Link.TrimStart('.', '/').StartsWith(path + "/", StringComparison.Ordinal)));

    private List<string> Below(string path) =>
        [.. _tree.Keys.Where(other => other.StartsWith(path + "/", StringComparison.Ordinal))];

    public string? Pick(char type)
    {
        var paths = _tree.Where(pair => pair.Value == type && pair.Key.Length > root.Length).Select(pair => pair.Key).ToList();
        return paths.Count == 0 ? null : paths[random.Next(paths.Count)];
    }

    public string? PickAny()
    {
        var paths = _tree.Keys.Where(path => path.Length > root.Length).ToList();
        return paths.Count == 0 ? null : paths[random.Next(paths.Count)];
    }

    public string NewPath()
    {
        var parent = random.Next(3) == 0 ? null : Pick('5');
        return parent is null || parent.Length > 600 ? root + Name() : $"{parent}/{Name()}";
    }

    public string Name() => random.Next(20) switch
    {
        0 => $"n\xe9\n{_names++}",
        1 => new string('l', random.Next(90, 240)) + _names++,
        2 => $".{_names++}",
        _ => $"n{_names++}",
    };

    private static string Up(string path) => string.Concat(Enumerable.Repeat("../", path.Count(letter => letter == '/')));
}
