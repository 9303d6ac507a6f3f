using System.IO.Enumeration;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Planning;

/// <summary>How people name several packages: <c>toolchain/*</c>, <c>toolchain/all</c>, <c>all</c>, <c>*/zlib</c>.</summary>
public static class PackagePattern
{
    /// <summary>Whether a pattern means a package.</summary>
    /// <param name="pattern">The pattern; <c>*</c> and <c>?</c> stand for letters other than a slash.</param>
    /// <param name="id">The package.</param>
    /// <returns>Whether it does.</returns>
    public static bool Matches(string pattern, string id)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(id);
        if (pattern is PackageNames.All or PackageNames.All + "/" + PackageNames.All)
        {
            return true;
        }

        var (slash, idSlash) = (pattern.IndexOf('/'), id.IndexOf('/'));
        return slash > 0
            && FileSystemName.MatchesSimpleExpression(pattern.AsSpan(0, slash), id.AsSpan(0, idSlash), ignoreCase: false)
            && (pattern.AsSpan(slash + 1) is PackageNames.All
                || FileSystemName.MatchesSimpleExpression(pattern.AsSpan(slash + 1), id.AsSpan(idSlash + 1), ignoreCase: false));
    }
}
