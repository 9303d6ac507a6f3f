using System.Collections.Immutable;
using System.Text;

namespace Cake.Aimee.Processes;

/// <summary>
/// Masks secrets in a text that comes in pieces: what could still become a secret is held back until the next
/// piece shows whether it does. Every character of every occurrence is covered, also where two overlap.
/// </summary>
internal sealed class SecretMask
{
    private const string Masked = "***";
    private readonly ImmutableArray<string> _secrets;
    private readonly StringBuilder _result = new();
    private string _held = "";
    private bool[] _heldCovered = [];
    private bool _lastCovered;

    /// <summary>A mask for one text.</summary>
    /// <param name="secrets">What must not be seen; empty ones are passed over.</param>
    public SecretMask(ImmutableArray<string> secrets) =>
        _secrets = secrets.IsDefault ? [] : [.. secrets.Where(secret => secret.Length > 0).Distinct()];

    /// <summary>Masks a whole text.</summary>
    public static string Apply(string text, ImmutableArray<string> secrets)
    {
        var mask = new SecretMask(secrets);
        return mask.Next(text) + mask.End();
    }

    /// <summary>Takes the next piece and returns what can be shown by now.</summary>
    public string Next(string piece) => _secrets.IsEmpty ? piece : Take(piece, last: false);

    /// <summary>Returns what was held back: the text has ended.</summary>
    public string End() => _secrets.IsEmpty ? "" : Take("", last: true);

    private string Take(string piece, bool last)
    {
        var text = _held + piece;
        var covered = new bool[text.Length];
        _heldCovered.CopyTo(covered, 0);
        foreach (var secret in _secrets)
        {
            for (var at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0;)
            {
                covered.AsSpan(at, secret.Length).Fill(true);
                at = text.IndexOf(secret, at + 1, StringComparison.Ordinal);
            }
        }
        var end = last ? text.Length : _secrets.Min(secret => BeginningAtEnd(text, secret));
        var result = Show(text.AsSpan(0, end), covered);
        _held = text[end..];
        _heldCovered = covered[end..];
        return result;
    }

    private string Show(ReadOnlySpan<char> text, bool[] covered)
    {
        _result.Clear();
        for (var i = 0; i < text.Length; i++)
        {
            if (!covered[i])
            {
                _result.Append(text[i]);
            }
            else if (!_lastCovered)
            {
                _result.Append(Masked);
            }
            _lastCovered = covered[i];
        }
        return _result.ToString();
    }

    /// <summary>Where the longest beginning of the secret stands at the text's end; the text's length when none does.</summary>
    private static int BeginningAtEnd(string text, string secret)
    {
        for (var start = Math.Max(0, text.Length - secret.Length + 1); start < text.Length; start++)
        {
            if (secret.AsSpan().StartsWith(text.AsSpan(start), StringComparison.Ordinal))
            {
                return start;
            }
        }
        return text.Length;
    }
}
