using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>What rules and config say of sources, in the words of those who fetch them.</summary>
public static class PackageSources
{
    private const string ArchiveArgument = "archive=";

    /// <summary>How a tree's sources are fetched.</summary>
    /// <param name="config">The tree's settings.</param>
    public static SourceSettings Settings(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(config.Paths.Sources)
        {
            Upstreams = config.Upstream.Sources is { } upstream ? [upstream] : [],
            Mirrors = config.Mirrors,
        };
    }

    /// <summary>
    /// What has to be fetched for a package's source. A commit takes the place of the URI's branch or tag; the archive
    /// keeps the name that the branch or tag gave it, and with it the directory that it unpacks to.
    /// </summary>
    /// <param name="source">The source, as the rules have it.</param>
    /// <param name="trustOnFirstUse">Whether a source that nothing pins is believed when it comes for the first time.</param>
    /// <exception cref="AimeeException">Its URI is not understood, or a commit is given for what is no repository.</exception>
    public static Source ToSource(this PackageSource source, bool trustOnFirstUse)
    {
        ArgumentNullException.ThrowIfNull(source);
        var uri = source.Archive is { } archive ? WithArchive(source.Uri, archive) : source.Uri;
        if (source.Commit is { } commit)
        {
            uri = WithCommit(uri, commit);
        }

        return new Source(SourceUri.Parse(uri))
        {
            Checksums =
            [
                .. source.Sha256 is { } sha256 ? [Checksum.Parse("sha256", sha256)] : ImmutableArray<Checksum>.Empty,
                .. source.Sha512 is { } sha512 ? [Checksum.Parse("sha512", sha512)] : ImmutableArray<Checksum>.Empty,
            ],
            TrustOnFirstUse = trustOnFirstUse,
        };
    }

    private static string WithArchive(string uri, string archive)
    {
        var (place, arguments) = Split(uri);
        return Join(place, [.. arguments.Where(argument => !IsArchive(argument)), ArchiveArgument + Uri.EscapeDataString(archive)]);
    }

    private static string WithCommit(string uri, string commit)
    {
        var written = SourceUri.Parse(uri);
        if (!written.IsRepository)
        {
            throw new AimeeException($"The source {written} has a commit, and is no repository: an archive has a sha256.");
        }

        var named = written.Revision.Kind is RevisionKind.Branch or RevisionKind.Tag ? WithArchive(uri, written.Archive) : uri;
        return Join(Split(uri).Place, [.. Split(named).Arguments.Where(IsArchive), "commit=" + commit]);
    }

    private static (string Place, string[] Arguments) Split(string uri)
    {
        var question = uri.IndexOf('?', StringComparison.Ordinal);
        return question < 0
            ? (uri, [])
            : (uri[..question], uri[(question + 1)..].Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Join(string place, IEnumerable<string> arguments) => $"{place}?{string.Join('&', arguments)}";

    private static bool IsArchive(string argument) => argument.StartsWith(ArchiveArgument, StringComparison.Ordinal);
}
