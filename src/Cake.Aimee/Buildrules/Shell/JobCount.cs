using System.Text.RegularExpressions;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>How many jobs rules or configs want make to run: the jobserver says that instead, and a number of its own would leave it.</summary>
internal static partial class JobCount
{
    /// <summary>The value that a stage gets of a variable.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <param name="value">What rules or configs say.</param>
    /// <returns>Options of make's without their number of jobs; every other value as it is.</returns>
    public static string Drop(string variable, string value) =>
        variable is "MAKE_OPTS" or "MAKEFLAGS" ? Option().Replace(value, "").Trim() : value;

    [GeneratedRegex(@"(?<!\S)(?:-j\s*|--jobs[= ]?)\d*(?!\S)\s*")]
    private static partial Regex Option();
}
