using System.Buffers;
using System.Buffers.Text;

namespace Cake.Aimee.Archives;

/// <summary>What the extended headers before an entry say of it, together with its own header.</summary>
internal sealed class TarExtensions
{
    private readonly ArrayBufferWriter<byte> _path = new();
    private readonly ArrayBufferWriter<byte> _linkPath = new();
    private bool _hasPax;
    private bool _hasPath;
    private bool _hasLinkPath;
    private bool _hasGnuPath;
    private bool _hasGnuLinkPath;
    private bool _isAmbiguous;

    public ReadOnlySpan<byte> Path => _path.WrittenSpan;

    public ReadOnlySpan<byte> LinkPath => _linkPath.WrittenSpan;

    /// <summary>The size that overrides the header's.</summary>
    public long? Size { get; private set; }

    public void Clear()
    {
        _path.ResetWrittenCount();
        _linkPath.ResetWrittenCount();
        _hasPax = _hasPath = _hasLinkPath = _hasGnuPath = _hasGnuLinkPath = _isAmbiguous = false;
        Size = null;
    }

    /// <summary>Takes in a pax header (<c>x</c>), or GNU's long name (<c>L</c>) or long link name (<c>K</c>).</summary>
    /// <exception cref="FormatException">The header breaks its format.</exception>
    public void Add(char type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case 'L':
                _isAmbiguous |= _hasPath;
                _hasPath = _hasGnuPath = true;
                Replace(_path, TarField.Text(content));
                break;
            case 'K':
                _isAmbiguous |= _hasLinkPath;
                _hasLinkPath = _hasGnuLinkPath = true;
                Replace(_linkPath, TarField.Text(content));
                break;
            default:
                AddPax(content);
                break;
        }
    }

    /// <summary>Fills in from the entry's own header what the extensions left open.</summary>
    /// <returns>Whether no two records said the same thing.</returns>
    public bool Complete(ReadOnlySpan<byte> header)
    {
        if (!_hasPath)
        {
            _path.ResetWrittenCount();
            var prefix = TarField.NamePrefix(header);
            if (!prefix.IsEmpty)
            {
                _path.Write(prefix);
                _path.Write("/"u8);
            }

            _path.Write(TarField.Text(header[TarField.Name]));
        }

        if (!_hasLinkPath)
        {
            Replace(_linkPath, TarField.Text(header[TarField.LinkName]));
        }

        return !_isAmbiguous;
    }

    /// <summary>Whether a global header would change entries if it were heeded.</summary>
    public static bool SaysMoreThanComment(ReadOnlySpan<byte> content)
    {
        var records = new PaxRecords(content);
        var more = false;
        while (records.Read())
        {
            more |= !records.Key.SequenceEqual("comment"u8);
        }

        return more;
    }

    private void AddPax(ReadOnlySpan<byte> content)
    {
        if (_hasPax)
        {
            // The last one counts, whole.
            _isAmbiguous = true;
            _hasPath = _hasGnuPath;
            _hasLinkPath = _hasGnuLinkPath;
            Size = null;
        }

        _hasPax = true;
        var sparseName = false;
        var records = new PaxRecords(content);
        while (records.Read())
        {
            if (records.Value.IsEmpty)
            {
                // An empty value takes a global header's record back; there is none.
                continue;
            }

            if (records.Key.SequenceEqual("path"u8))
            {
                SetPath(records.Value, overrules: false, ref sparseName);
            }
            else if (records.Key.SequenceEqual("GNU.sparse.name"u8))
            {
                SetPath(records.Value, overrules: true, ref sparseName);
            }
            else if (records.Key.SequenceEqual("linkpath"u8))
            {
                _isAmbiguous |= _hasLinkPath;
                if (!_hasGnuLinkPath)
                {
                    Replace(_linkPath, WithoutNul(records.Value));
                    _hasLinkPath = true;
                }
            }
            else if (records.Key.SequenceEqual("size"u8))
            {
                _isAmbiguous |= Size is not null;
                Size = Utf8Parser.TryParse(records.Value, out long size, out var length) && length == records.Value.Length
                    ? size
                    : throw new FormatException("the size in its pax header is no number");
            }
        }
    }

    private void SetPath(ReadOnlySpan<byte> value, bool overrules, ref bool sparseName)
    {
        _isAmbiguous |= _hasPath;
        if (overrules || !(_hasGnuPath || sparseName))
        {
            Replace(_path, WithoutNul(value));
        }

        sparseName |= overrules;
        _hasPath = true;
    }

    private static ReadOnlySpan<byte> WithoutNul(ReadOnlySpan<byte> value) =>
        value.Contains((byte)0) ? throw new FormatException("a name in its pax header holds a NUL") : value;

    private static void Replace(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> value)
    {
        target.ResetWrittenCount();
        target.Write(value);
    }
}
