namespace Cake.Aimee.Diagnostics;

/// <summary>A change of a text: some characters become others, and all else stays as it is.</summary>
/// <param name="Start">Index of the first character that goes.</param>
/// <param name="Length">How many go; 0 to put something in between.</param>
/// <param name="Text">What comes in their place.</param>
public sealed record TextEdit(int Start, int Length, string Text)
{
    /// <summary>Makes changes that do not overlap; several at one place in their order.</summary>
    /// <param name="text">The text, to which all indices refer.</param>
    /// <param name="edits">The changes, in any order.</param>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new System.Text.StringBuilder(text.Length);
        var position = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start))
        {
            result.Append(text, position, edit.Start - position).Append(edit.Text);
            position = edit.Start + edit.Length;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }
}
