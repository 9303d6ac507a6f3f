namespace Cake.Aimee.Oci;

/// <summary>
/// Goes through the components of a path: <c>a</c>, <c>./a</c>, <c>a/</c> and <c>/a</c> are one path.
/// </summary>
internal ref struct EntryPath(ReadOnlySpan<byte> path)
{
    private ReadOnlySpan<byte> _rest = path;

    /// <summary>The component, which may be <c>..</c>.</summary>
    public ReadOnlySpan<byte> Component { get; private set; }

    /// <summary>Whether no component follows.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Goes to the next component that is neither empty nor a dot.</summary>
    public bool Read()
    {
        if (IsLast || !SkipToComponent())
        {
            return false;
        }

        var end = _rest.IndexOf((byte)'/');
        Component = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[end..];
        IsLast = !SkipToComponent();
        return true;
    }

    private bool SkipToComponent()
    {
        while (!_rest.IsEmpty)
        {
            if (_rest[0] == '/')
            {
                _rest = _rest[1..];
            }
            else if (_rest[0] == '.' && (_rest.Length == 1 || _rest[1] == '/'))
            {
                _rest = _rest[1..];
            }
            else
            {
                return true;
            }
        }

        return false;
    }
}
