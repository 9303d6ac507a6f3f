using System.Text;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Git;

/// <summary>
/// Takes name and password out of a repository's address, and gives them to git as a header by way of its
/// environment: the programs that git starts would show the address in the process list.
/// </summary>
internal static class GitAddress
{
    private const int ShortestToken = 16;

    /// <summary>An address without its password, and what to do to a request that uses it.</summary>
    public static (string Plain, Func<ProcessRequest, ProcessRequest> Configure) Split(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || SecretOf(uri.UserInfo) is not { } password)
        {
            return (address, request => request);
        }
        var both = uri.UserInfo.Contains(':', StringComparison.Ordinal) ? uri.UserInfo : uri.UserInfo + ":";
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(both)));
        return (Without(uri), request =>
            GitProgram.WithConfiguration(request, ("http.extraHeader", "Authorization: Basic " + credentials)) with
            {
                Secrets = [.. request.Secrets, credentials, password, Uri.UnescapeDataString(password)],
            });
    }

    /// <summary>An address to show.</summary>
    public static string Hide(string address) => Split(address).Plain;

    /// <summary>The password, or a token that stands for both; null when there is only a name.</summary>
    private static string? SecretOf(string userInformation)
    {
        var colon = userInformation.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 ? userInformation[(colon + 1)..]
            : userInformation.Length >= ShortestToken ? userInformation
            : null;
    }

    private static string Without(Uri uri) => new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri;
}
