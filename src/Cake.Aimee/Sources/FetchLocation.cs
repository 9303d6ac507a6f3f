namespace Cake.Aimee.Sources;

/// <summary>A location that is asked for a source.</summary>
/// <param name="Origin">Which kind it is.</param>
/// <param name="Uri">Where; null when it can not be asked.</param>
/// <param name="Problem">Why it can not be asked, with its name before.</param>
internal sealed record FetchLocation(FetchOrigin Origin, SourceUri? Uri, string Problem = "")
{
    /// <summary>The locations of a source, in the order in which they are asked.</summary>
    public static IEnumerable<FetchLocation> Of(Source source, SourceSettings settings, bool isBelievable)
    {
        // What a mirror has under the name of a repository's archive can be believed only by a checksum.
        var named = isBelievable || !source.Uri.IsRepository;
        return
        [
            .. named ? settings.Upstreams.Select(upstream => Named(FetchOrigin.Upstream, upstream, source.Uri.Archive)) : [],
            .. named ? settings.Mirrors.Select(mirror => Named(FetchOrigin.Mirror, mirror, source.Uri.Archive)) : [],
            new(FetchOrigin.Uri, source.Uri),
        ];
    }

    /// <summary>The location of an archive by its name.</summary>
    public static FetchLocation Named(FetchOrigin origin, string place, string archive)
    {
        if (place == "apt:")
        {
            return AptFetcher.UriFor(archive) is { } apt ? new(origin, apt) : new(origin, null, $"apt: no package's name can be made of {archive}");
        }
        var address = place.StartsWith('/') ? new System.Uri("file://" + place).AbsoluteUri : place;
        var uri = SourceUri.TryParse($"{address.TrimEnd('/')}/{System.Uri.EscapeDataString(archive)}", out var problem);
        return new(origin, uri, $"{SourceUri.Hide(place)}: {problem}");
    }
}
