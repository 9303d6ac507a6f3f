using System.Buffers;
using System.Buffers.Text;

namespace Cake.Aimee.Archives;

/// <summary>Goes through the records of a pax extended header: <c>"%d %s=%s\n"</c>, length, keyword, value.</summary>
internal ref struct PaxRecords(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> _rest = content;

    /// <summary>The record as it stands, with its length and its line end.</summary>
    public ReadOnlySpan<byte> Record { get; private set; }

    public ReadOnlySpan<byte> Key { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">What follows is no record.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (!Utf8Parser.TryParse(_rest, out int length, out var digits)
            || length <= digits + 2 || length > _rest.Length
            || _rest[digits] != ' ' || _rest[length - 1] != '\n')
        {
            throw new FormatException("a record of its pax header has a wrong length");
        }

        Record = _rest[..length];
        var pair = Record[(digits + 1)..^1];
        var equals = pair.IndexOf((byte)'=');
        if (equals <= 0)
        {
            throw new FormatException("a record of its pax header has no keyword");
        }

        Key = pair[..equals];
        Value = pair[(equals + 1)..];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>Writes one record.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var rest = key.Length + value.Length + 3;
        var length = rest + Digits(rest);
        length = rest + Digits(length);

        Span<byte> number = stackalloc byte[11];
        Utf8Formatter.TryFormat(length, number, out var digits);
        output.Write(number[..digits]);
        output.Write(" "u8);
        output.Write(key);
        output.Write("="u8);
        output.Write(value);
        output.Write("\n"u8);
    }

    private static int Digits(int number)
    {
        var digits = 1;
        while ((number /= 10) > 0)
        {
            digits++;
        }

        return digits;
    }
}
