namespace Cake.Aimee.Sources;

/// <summary>
/// The order of upstream versions: numbers by value, so that 1.10 is after 1.9; what begins with a pre-release's word
/// (alpha, beta, pre, rc, dev) before the version without it; other words after it, as in 1.0.2a.
/// </summary>
public sealed class VersionOrder : IComparer<string>
{
    private static readonly string[] Early = ["dev", "snapshot", "alpha", "beta", "pre", "preview", "rc"];

    /// <summary>The order.</summary>
    public static VersionOrder Instance { get; } = new();

    /// <summary>Whether a version is announced as one before a release.</summary>
    /// <param name="version">The version.</param>
    public static bool IsPreRelease(string version) => Parts(version).Any(part => RankOf(part) < 0);

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (left, right) = (Parts(x ?? ""), Parts(y ?? ""));
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var order = ComparePart(left.ElementAtOrDefault(i) ?? "", right.ElementAtOrDefault(i) ?? "");
            if (order != 0)
            {
                return order;
            }
        }
        return 0;
    }

    private static int ComparePart(string left, string right)
    {
        var order = RankOf(left).CompareTo(RankOf(right));
        if (order != 0)
        {
            return order;
        }
        if (left.Length > 0 && char.IsAsciiDigit(left[0]))
        {
            var (first, second) = (left.TrimStart('0'), right.TrimStart('0'));
            return first.Length != second.Length ? first.Length.CompareTo(second.Length) : string.CompareOrdinal(first, second);
        }
        return string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Early words are before nothing, nothing before other words, and all before numbers.</summary>
    private static int RankOf(string part)
    {
        var early = Array.FindIndex(Early, word => part.Equals(word, StringComparison.OrdinalIgnoreCase));
        return early >= 0 ? early - Early.Length : part.Length == 0 ? 0 : char.IsAsciiDigit(part[0]) ? 2 : 1;
    }

    private static List<string> Parts(string version)
    {
        var parts = new List<string>();
        for (var i = 0; i < version.Length;)
        {
            var kind = KindOf(version[i]);
            var end = i;
            while (end < version.Length && KindOf(version[end]) == kind)
            {
                end++;
            }
            if (kind != 0)
            {
                parts.Add(version[i..end]);
            }
            i = end;
        }
        return parts;
    }

    private static int KindOf(char character) => char.IsAsciiDigit(character) ? 1 : char.IsAsciiLetter(character) ? 2 : 0;
}
