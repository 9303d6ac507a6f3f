using System.IO.Enumeration;

namespace Cake.Aimee.Artifacts;

/// <summary>
/// A path below an install root, or a pattern for some. A directory stands for all below it; <c>*</c> and <c>?</c>
/// stand for what is no slash, also for a dot at the beginning of a name.
/// </summary>
internal sealed class SplitPattern
{
    private readonly string[] _parts;

    /// <summary>Reads a pattern.</summary>
    public SplitPattern(string text)
    {
        Text = text;
        _parts = [.. text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Select(Escape)];
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether a path is meant, or lies in a directory that is.</summary>
    public bool Matches(string path)
    {
        var rest = path.AsSpan();
        foreach (var part in _parts)
        {
            if (rest.IsEmpty)
            {
                return false;
            }
            var slash = rest.IndexOf('/');
            var name = slash < 0 ? rest : rest[..slash];
            if (!FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false))
            {
                return false;
            }
            rest = slash < 0 ? [] : rest[(slash + 1)..];
        }
        return _parts.Length > 0;
    }

    // A backslash would take its meaning from what follows.
    private static string Escape(string part) => part.Replace(@"\", @"\\", StringComparison.Ordinal);
}
