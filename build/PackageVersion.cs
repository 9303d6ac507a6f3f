using System.Text.RegularExpressions;

namespace Cake.Aimee.Build;

/// <summary>
/// The version of the packages, from git's tags: <c>v1.2.3</c> is 1.2.3, the fourth commit after it
/// 1.2.4-alpha.4, and without any tag the two hundredth commit is 0.1.0-alpha.200.
/// </summary>
public static partial class PackageVersion
{
    /// <summary>The version of a commit.</summary>
    /// <param name="description">What <c>git describe --tags --long --match "v[0-9]*"</c> says of it; null when there is no tag.</param>
    /// <param name="commits">How many commits lead to it, itself included.</param>
    /// <exception cref="FormatException">The tag is no version.</exception>
    public static string Of(string? description, int commits)
    {
        if (description is null)
        {
            return $"0.1.0-alpha.{commits}";
        }

        var parts = Description().Match(description);
        if (!parts.Success)
        {
            throw new FormatException($"The tag in '{description}' is no version: it is to be such as v1.2.3 or v1.2.3-rc.1.");
        }

        var (version, patch, preview, after) = (parts.Groups["version"].Value, parts.Groups["patch"].Value, parts.Groups["preview"].Value, parts.Groups["after"].Value);
        return (preview, after) switch
        {
            (_, "0") => $"{version}.{patch}{preview}",
            ("", _) => $"{version}.{int.Parse(patch) + 1}-alpha.{after}",
            _ => $"{version}.{patch}{preview}.{after}",
        };
    }

    [GeneratedRegex(@"^v(?<version>\d+\.\d+)\.(?<patch>\d+)(?<preview>-[0-9A-Za-z.-]+?)?-(?<after>\d+)-g[0-9a-f]+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Description();
}
