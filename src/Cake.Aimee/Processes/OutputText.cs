using System.Text;

namespace Cake.Aimee.Processes;

/// <summary>One of a program's two streams: bytes in; masked text and lines out.</summary>
internal sealed class OutputText
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly SecretMask _mask;
    private readonly LineSplitter _lines;
    private readonly int _limit;
    private readonly StringBuilder _text = new();
    private char[] _characters = [];

    /// <summary>A stream of a request's program.</summary>
    /// <param name="request">Says what is secret.</param>
    /// <param name="limit">How many characters are kept in <see cref="Text"/>.</param>
    /// <param name="onLine">Called for each line, with whether it is one of a progress display.</param>
    public OutputText(ProcessRequest request, int limit, Action<string, bool> onLine)
    {
        _mask = new(request.Secrets);
        _lines = new(onLine);
        _limit = limit;
    }

    /// <summary>The text, masked, up to the limit.</summary>
    public string Text => _text.ToString();

    /// <summary>Whether there was more text than the limit.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Next(ReadOnlySpan<byte> bytes) => Take(bytes, last: false);

    /// <summary>The stream has ended.</summary>
    public void End()
    {
        Take([], last: true);
        Add(_mask.End());
        _lines.End();
    }

    private void Take(ReadOnlySpan<byte> bytes, bool last)
    {
        var most = Encoding.UTF8.GetMaxCharCount(bytes.Length);
        if (_characters.Length < most)
        {
            _characters = new char[most];
        }
        var count = _decoder.GetChars(bytes, _characters, last);
        Add(_mask.Next(new string(_characters, 0, count)));
    }

    private void Add(string text)
    {
        var room = Math.Min(text.Length, _limit - _text.Length);
        _text.Append(text, 0, room);
        IsCut |= room < text.Length;
        _lines.Next(text);
    }
}
