namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>
/// Makes layers at random: a tree, then edits of it, told in a random order and spelling. What is made is sound: no
/// link dangles, and the order breaks no rule that a program unpacking entry by entry relies on.
/// </summary>
internal sealed class RandomImage
{
    private readonly Random _random;
    private readonly string _root;
    private readonly RandomTree _tree;

    /// <param name="seed">The same seed makes the same layers.</param>
    /// <param name="root">A directory that all is put into, with a slash at its end; may be empty.</param>
    public RandomImage(int seed, string root)
    {
        _random = new Random(seed);
        _root = root;
        _tree = new RandomTree(_random, root);
    }

    public List<List<RandomEntry>> MakeLayers()
    {
        var layers = new List<List<RandomEntry>>();
        var count = _random.Next(2, 6);
        for (var layer = 0; layer < count; layer++)
        {
            _tree.BeginLayer();
            if (layer == 0 && _root.Length > 0)
            {
                _tree.Add(_root.TrimEnd('/'), '5');
            }

            for (var edit = _random.Next(1, layer == 0 ? 20 : 10); edit > 0; edit--)
            {
                Edit();
            }

            layers.Add(_tree.EndLayer());
        }

        return layers;
    }

    private void Edit()
    {
        switch (_random.Next(12))
        {
            case 0 or 1 or 2:
                Create(_tree.NewPath());
                break;
            case 3:
                CreateDirectory(_tree.NewPath());
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
        if (_tree.IsFree(path))
        {
            _tree.Add(path, "00026"[_random.Next(5)]);
        }
    }

    private void CreateDirectory(string path)
    {
        if (_tree.IsFree(path))
        {
            _tree.Add(path, '5');
            for (var children = _random.Next(4); children > 0; children--)
            {
                _tree.Add($"{path}/{_tree.Name()}", "025"[_random.Next(3)]);
            }
        }
    }

    private void CreateDirectoryLink()
    {
        var target = _tree.Pick('5');
        var path = _tree.NewPath();
        if (target is not null && _tree.IsFree(path))
        {
            _tree.AddDirectoryLink(path, target, isAbsolute: _random.Next(2) == 0);
        }
    }

    private void LinkTo()
    {
        var target = _tree.Pick("026"[_random.Next(3)]);
        var path = _tree.NewPath();
        if (target is not null && _tree.IsFree(path))
        {
            _tree.Link(path, target);
            if (_random.Next(3) == 0 && _tree.IsSettled(target))
            {
                _tree.Remove(target, withMarker: true);
            }
        }
    }

    private void Hide()
    {
        var path = _tree.PickAny();
        if (path is not null && _tree.IsSettled(path))
        {
            _tree.Remove(path, withMarker: true);
        }
    }

    private void ReplaceByOther()
    {
        var path = _tree.PickAny();
        if (path is null || !_tree.IsSettled(path))
        {
            return;
        }

        _tree.Remove(path, withMarker: _random.Next(4) == 0);
        _tree.Add(path, "0256"[_random.Next(4)]);
        if (_tree[path] == '5' && _random.Next(2) == 0)
        {
            _tree.Add($"{path}/{_tree.Name()}", '0');
        }
    }

    private void Rewrite()
    {
        var path = _tree.PickAny();
        if (path is not null && _tree.IsSettled(path, below: false))
        {
            _tree.Add(path, _tree[path] == '1' ? '0' : _tree[path]);
            if (_random.Next(4) == 0)
            {
                _tree.Add(path, _tree[path]);
            }
        }
    }

    private void MakeOpaque()
    {
        var path = _tree.Pick('5');
        if (path is null || !_tree.IsSettled(path))
        {
            return;
        }

        _tree.MakeOpaque(path);
        if (_random.Next(2) == 0)
        {
            _tree.Add(path, '5');
        }

        for (var children = _random.Next(3); children > 0; children--)
        {
            _tree.Add($"{path}/{_tree.Name()}", "02"[_random.Next(2)]);
        }
    }

    private void Recreate()
    {
        var path = _tree.Pick('5');
        if (path is null || !_tree.IsSettled(path))
        {
            return;
        }

        _tree.Remove(path, withMarker: true);
        _tree.Add(path, '5');
        for (var children = _random.Next(3); children > 0; children--)
        {
            _tree.Add($"{path}/{_tree.Name()}", '0');
        }
    }
}
