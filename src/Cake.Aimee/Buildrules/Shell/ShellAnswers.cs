using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>
/// Reads the stream that <see cref="ShellLibrary.ReadPackages"/> writes: words with NULs between them. For every file
/// there is <c>NONCE&lt;</c>, what was printed as errors, <c>NONCE=</c> when it was read to its end, its
/// <c>NAME=value</c> words, and <c>NONCE&gt;STATUS</c>. The word <c>aimee_functions</c> lists the stage functions.
/// </summary>
/// <param name="nonce">A word that no file can know beforehand.</param>
internal sealed class ShellAnswers(string nonce)
{
    /// <summary>How much a file may print, and hold in its variables, in bytes.</summary>
    public const int MaximumLength = 1 << 20;

    private const int MaximumMessages = 4096;

    private readonly List<ShellAnswer> complete = [];
    private readonly StringBuilder messages = new();
    private readonly ArrayBufferWriter<byte> word = new();
    private ImmutableDictionary<string, string>.Builder? variables;
    private int length;

    /// <summary>The files that are done, in order.</summary>
    public IReadOnlyList<ShellAnswer> Complete => complete;

    /// <summary>What the file at hand has printed so far.</summary>
    public string Messages => variables is null && word.WrittenCount > 0
        ? messages + Encoding.UTF8.GetString(word.WrittenSpan[..Math.Min(word.WrittenCount, MaximumMessages)])
        : messages.ToString();

    /// <summary>Takes a piece of the stream.</summary>
    /// <param name="bytes">The piece.</param>
    /// <returns>Whether the file at hand is within its limit.</returns>
    public bool Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)0);
            var piece = end < 0 ? bytes : bytes[..end];
            length += piece.Length;
            if (length > MaximumLength)
            {
                return false;
            }

            word.Write(piece);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (end >= 0)
            {
                Take(Encoding.UTF8.GetString(word.WrittenSpan));
                word.ResetWrittenCount();
            }
        }

        return true;
    }

    private void Take(string text)
    {
        if (text.StartsWith(nonce, StringComparison.Ordinal))
        {
            TakeMark(text.AsSpan(nonce.Length));
        }
        else if (variables is null)
        {
            messages.Append(text.AsSpan(0, Math.Min(text.Length, Math.Max(0, MaximumMessages - messages.Length))));
        }
        else if (text.IndexOf('=') is > 0 and var equals)
        {
            variables[text[..equals]] = text[(equals + 1)..];
        }
    }

    private void TakeMark(ReadOnlySpan<char> mark)
    {
        switch (mark)
        {
            case "<":
                messages.Clear();
                (variables, length) = (null, 0);
                break;
            case "=":
                variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
                break;
            default:
                complete.Add(new ShellAnswer
                {
                    Variables = variables?.ToImmutable() ?? ImmutableDictionary<string, string>.Empty,
                    Functions = [.. (variables?.GetValueOrDefault("aimee_functions") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                    Messages = messages.ToString(),
                    Failure = variables is null ? $"The shell ended early, with status {mark[1..]}" : null,
                    IsExit = variables is null,
                });
                messages.Clear();
                (variables, length) = (null, 0);
                break;
        }
    }
}
