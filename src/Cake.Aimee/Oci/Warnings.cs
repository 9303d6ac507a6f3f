using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>Gathers what is doubtful about an image; the first of many, so that memory stays small.</summary>
internal sealed class Warnings
{
    private const int Maximum = 100;

    private readonly List<string> _texts = [];
    private int _more;

    /// <summary>Where the next warnings come from: layer and entry.</summary>
    public Func<string> Place { get; set; } = () => "";

    public void Add(string text)
    {
        if (_texts.Count < Maximum)
        {
            _texts.Add($"{Place()}: {text}.");
        }
        else
        {
            _more++;
        }
    }

    public ImmutableArray<string> ToImmutable() => _more == 0 ? [.. _texts] : [.. _texts, $"{_more} more warnings like these."];
}
