namespace Cake.Aimee.Buildrules.Configs;

/// <summary>Where sources and artifacts are shared with other machines: HTTP servers or directories.</summary>
public sealed record UpstreamConfig
{
    /// <summary>Where source archives are, or null.</summary>
    public string? Sources { get; init; }

    /// <summary>Where artifacts are, or null.</summary>
    public string? Artifacts { get; init; }

    /// <summary>Whether what was fetched and built here is put there.</summary>
    public bool Push { get; init; }

    /// <summary>The variable of the caller's environment that holds <c>name:password</c> for the servers; null when they ask for none.</summary>
    public string? Credentials { get; init; }

    /// <summary>The same upstreams, their addresses with the name and password that the caller's environment holds; without, as they are.</summary>
    /// <param name="caller">A variable of the caller's environment.</param>
    public UpstreamConfig WithCredentials(Func<string, string?> caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Credentials is not null && caller(Credentials) is { Length: > 0 } credentials
            ? this with { Sources = With(Sources, credentials), Artifacts = With(Artifacts, credentials) }
            : this;
    }

    private static string? With(string? address, string credentials) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
            ? $"{uri.Scheme}://{string.Join(':', credentials.Split(':', 2).Select(Uri.EscapeDataString))}@{address![(uri.Scheme.Length + 3)..]}"
            : address;
}
