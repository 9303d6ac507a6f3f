using System.Text.RegularExpressions;

namespace Cake.Aimee.Planning.Keys;

/// <summary>How many jobs rules or configs want make to run: what the build itself says instead.</summary>
internal static partial class JobCount
{
    /// <summary>The variables that hold options of make's.</summary>
    public static bool IsIn(string variable) => variable is "MAKE_OPTS" or "MAKEFLAGS";

    /// <summary>Options of make's without a number of jobs.</summary>
    public static string Strip(string options) => Option().Replace(options, "").Trim();

    [GeneratedRegex(@"(?<!\S)(?:-j\s*|--jobs[= ]?)\d*(?!\S)\s*")]
    private static partial Regex Option();
}
