namespace Cake.Aimee.Diagnostics;

/// <summary>Finds what somebody probably meant by a name that is not known.</summary>
public static class Nearest
{
    /// <summary>The known name that is nearest to an unknown one.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>The nearest name, or null when none is near: more than a third of the letters differ.</returns>
    public static string? To(string name, IEnumerable<string> known) =>
        Several(name, known, 1) is [var nearest, ..] ? nearest : null;

    /// <summary>The known names that are near to an unknown one.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>The near names, nearest first.</returns>
    public static IReadOnlyList<string> Several(string name, IEnumerable<string> known, int count)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        var limit = Math.Max(1, name.Length / 3);
        return
        [
            .. known
                .Select(candidate => (Name: candidate, Distance: Distance(name, candidate, limit)))
                .Where(candidate => candidate.Distance <= limit)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(count)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>The sentence that suggests the nearest name, or lists the known ones when there are few.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="known">The names that there are.</param>
    /// <returns>A sentence, or null when there is nothing to suggest.</returns>
    public static string? Suggestion(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        return To(name, names) is { } nearest ? $"Did you mean '{nearest}'?"
            : names.Count is > 0 and <= 32 ? $"There is {string.Join(", ", names.Order(StringComparer.Ordinal))}."
            : null;
    }

    /// <summary>
    /// Edit distance with neighbours swapped (optimal string alignment), letters compared without their case.
    /// </summary>
    /// <returns>The distance, or any number above <paramref name="limit"/> when it is larger than that.</returns>
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return limit + 1;
        }

        var beforeLast = new int[right.Length + 1];
        var last = new int[right.Length + 1];
        var row = new int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > limit)
            {
                return limit + 1;
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
