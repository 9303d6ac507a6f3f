using System.Text;

namespace Cake.Aimee.Processes;

/// <summary>
/// Cuts a text that comes in pieces into lines that are safe to print: without control characters and terminal
/// escapes. A lone carriage return ends a line that the next one overwrites, as progress displays do.
/// </summary>
internal sealed class LineSplitter(Action<string, bool> onLine)
{
    /// <summary>A longer line is given out in pieces of this length.</summary>
    public const int LongestLine = 16 * 1024;

    private readonly StringBuilder _line = new();
    private bool _carriageReturn;
    private Escape _escape;

    private enum Escape
    {
        None,
        Started,
        Control,
        Text,
    }

    /// <summary>Takes the next piece.</summary>
    public void Next(ReadOnlySpan<char> piece)
    {
        foreach (var character in piece)
        {
            if (_carriageReturn)
            {
                _carriageReturn = false;
                Flush(isProgress: character != '\n');
                if (character == '\n')
                {
                    continue;
                }
            }
            Take(character);
        }
    }

    /// <summary>Gives out what is left: the text has ended.</summary>
    public void End()
    {
        if (_line.Length > 0)
        {
            Flush(isProgress: false);
        }
    }

    private void Take(char character)
    {
        if (_escape != Escape.None && character is not ('\n' or '\r'))
        {
            _escape = AfterEscape(character);
            return;
        }
        _escape = character == '\u001b' ? Escape.Started : Escape.None;
        switch (character)
        {
            case '\n':
                Flush(isProgress: false);
                break;
            case '\r':
                _carriageReturn = true;
                break;
            case '\t' or (>= ' ' and not (>= '\u007f' and <= '\u009f')):
                if (_line.Length == LongestLine)
                {
                    Flush(isProgress: false);
                }
                _line.Append(character);
                break;
        }
    }

    // ECMA-48: ESC [ … final byte (5.4), ESC ] … BEL or ESC \ (8.3.89), else ESC and one character.
    private Escape AfterEscape(char character) => (_escape, character) switch
    {
        (Escape.Started, '[') => Escape.Control,
        (Escape.Started, ']' or 'P' or '_' or '^' or 'X') => Escape.Text,
        (Escape.Started, >= ' ' and <= '/') => Escape.Started,
        (Escape.Control, >= '@' and <= '~') => Escape.None,
        (Escape.Control, _) => Escape.Control,
        (Escape.Text, '\u001b') => Escape.Started,
        (Escape.Text, not '\u0007') => Escape.Text,
        _ => Escape.None,
    };

    private void Flush(bool isProgress)
    {
        var line = _line.ToString();
        _line.Clear();
        if (!isProgress || line.Length > 0)
        {
            onLine(line, isProgress);
        }
    }
}
