using Cake.Aimee.Sources;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Where binary packages come from, for those who want to know beforehand.</summary>
internal static class BinaryPackages
{
    /// <summary>In words, what the address is and whether its index is there.</summary>
    /// <param name="address">The address; null when no packages are taken.</param>
    /// <param name="patience">How long a server may say nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<string> DescribeAsync(string? address, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (address is null)
        {
            return "none: every package is built here";
        }

        // Portage takes other schemes as well; those it has to ask itself.
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return address;
        }

        try
        {
            using var exchange = new HttpExchange(new SourceSettings("") { StallTime = patience });
            using var answer = await exchange.SendAsync($"{address.TrimEnd('/')}/Packages", 0, null, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? $"{address} answers"
                : $"{address} has no index of packages: {HttpExchange.Failure(answer).Message}";
        }
        catch (FetchException exception)
        {
            return $"{address} can not be had: {exception.Message}";
        }
    }
}
