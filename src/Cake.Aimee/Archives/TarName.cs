using System.Globalization;
using System.Text;

namespace Cake.Aimee.Archives;

/// <summary>Names in archives are bytes: this shows them to people.</summary>
public static class TarName
{
    /// <summary>The name as text: what is no printable UTF-8 stands as <c>\xHH</c>.</summary>
    /// <param name="name">The name's bytes.</param>
    public static string Display(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (whole && !Rune.IsControl(rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var value in name[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
                }
            }

            name = name[length..];
        }

        return text.ToString();
    }
}
