using System.Text;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Git;

/// <summary>
/// Takes name and password out of a repository's address, and gives them to git as a header by way of its
/// environment: the programs that git starts would show the address in the process list.
/// </summary>
internal static class GitAddress
{
    /// <summary>An address without its password, and what to do to a request that uses it.</summary>
    public static (string Plain, Func<ProcessRequest, ProcessRequest> Configure) Split(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || !uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            return (address, request => request);
        }
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)));
        var password = uri.UserInfo[(uri.UserInfo.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return (Without(uri), request =>
            GitProgram.WithConfiguration(request, ("http.extraHeader", "Authorization: Basic " + credentials)) with
            {
                Secrets = [.. request.Secrets, credentials, password, Uri.UnescapeDataString(password)],
            });
    }

    /// <summary>An address to show.</summary>
    public static string Hide(string address) => Split(address).Plain;

    private static string Without(Uri uri) => new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri;
}
