using System.Collections.Concurrent;
using System.Collections.Frozen;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Sources;

/// <summary>The schemes of URIs: how each is brought, and what stands before the address when it is.</summary>
internal static class SourceSchemes
{
    private static readonly FrozenDictionary<string, (SourceScheme Scheme, string Prefix)> Known =
        new Dictionary<string, (SourceScheme, string)>(StringComparer.OrdinalIgnoreCase)
        {
            ["http"] = (SourceScheme.Http, "http:"),
            ["https"] = (SourceScheme.Http, "https:"),
            ["ftp"] = (SourceScheme.Ftp, "ftp:"),
            ["ftps"] = (SourceScheme.Ftp, "ftps:"),
            ["file"] = (SourceScheme.File, "file:"),
            ["git"] = (SourceScheme.Git, "git:"),
            ["git+http"] = (SourceScheme.Git, "http:"),
            ["git+https"] = (SourceScheme.Git, "https:"),
            ["git+ssh"] = (SourceScheme.Git, "ssh:"),
            ["git+file"] = (SourceScheme.Git, "file:"),
            ["svn"] = (SourceScheme.Subversion, "svn:"),
            ["svn+http"] = (SourceScheme.Subversion, "http:"),
            ["svn+https"] = (SourceScheme.Subversion, "https:"),
            ["svn+ssh"] = (SourceScheme.Subversion, "svn+ssh:"),
            ["svn+file"] = (SourceScheme.Subversion, "file:"),
            ["apt"] = (SourceScheme.Apt, ""),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Of the whole program, as schemes of URIs are: rules are read in many places.
    private static readonly ConcurrentDictionary<string, CustomSourceScheme> Added = new(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Names => Known.Keys.Concat(Added.Keys).Order(StringComparer.Ordinal);

    /// <summary>Adds a scheme; one that was added by the same name before is replaced.</summary>
    /// <exception cref="AimeeException">It has no name that a scheme can have, or one of ours.</exception>
    public static void Add(CustomSourceScheme scheme)
    {
        if (Known.ContainsKey(scheme.Name) || !Uri.CheckSchemeName(scheme.Name))
        {
            throw new AimeeException($"The source scheme '{scheme.Name}' can not be added: {(Known.ContainsKey(scheme.Name) ? "there is one of that name" : "that is no name of a scheme (RFC 3986, 3.1)")}.");
        }

        Added[scheme.Name] = scheme;
    }

    /// <summary>A scheme that was added.</summary>
    public static CustomSourceScheme Custom(string name) => Added[name];

    /// <summary>The scheme of a place, and its address.</summary>
    /// <exception cref="FormatException">The scheme is not known.</exception>
    public static (SourceScheme Scheme, string Address) Find(string scheme, string place)
    {
        if (Added.ContainsKey(scheme))
        {
            return (SourceScheme.Custom, place);
        }

        if (!Known.TryGetValue(scheme, out var found))
        {
            var nearest = scheme.Length > 0 ? Nearest.To(scheme, Names) : null;
            throw new FormatException(scheme.Length == 0
                ? "it has no scheme, such as https:."
                : nearest is null
                    ? $"the scheme '{scheme}' is none of {string.Join(", ", Names)}."
                    : $"the scheme '{scheme}' is not known. Did you mean '{nearest}'?");
        }
        var isGit = found.Scheme == SourceScheme.Http && place.TrimEnd('/').EndsWith(".git", StringComparison.Ordinal);
        return (isGit ? SourceScheme.Git : found.Scheme, found.Prefix + place[(scheme.Length + 1)..]);
    }
}
