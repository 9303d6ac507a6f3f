using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Sources;

/// <summary>
/// Where a source comes from, and what its archive is called here. The forms:
/// <list type="bullet">
/// <item><c>https://host/path/name-1.0.tar.gz</c>, also <c>http</c>, <c>ftp</c>, <c>ftps</c>, <c>file</c>;</item>
/// <item><c>git+https://host/name.git?tag=v1.0</c> with <c>tag</c>, <c>branch</c> or <c>commit</c>; also <c>git</c>,
/// <c>git+http</c>, <c>git+ssh</c>, <c>git+file</c>, and an <c>https</c> path that ends in <c>.git</c>;</item>
/// <item><c>svn+https://host/path?commit=123</c>; also <c>svn</c>, <c>svn+http</c>, <c>svn+ssh</c>, <c>svn+file</c>;</item>
/// <item><c>apt:package?archive=name-1.0.tar.gz</c>: the upstream archive of a Debian source package.</item>
/// </list>
/// <c>archive=</c> names the archive where the address does not. As the shell builder had it, an argument without
/// a name is a branch, or with <c>tags/</c> before it a tag.
/// </summary>
public sealed partial record SourceUri
{
    private SourceUri(string text, SourceScheme scheme, string address, string archive, Revision revision)
    {
        Text = text;
        Scheme = scheme;
        Address = address;
        Archive = archive;
        Revision = revision;
    }

    /// <summary>The URI as it was written; it may hold a password.</summary>
    public string Text { get; }

    /// <summary>How it is brought.</summary>
    public SourceScheme Scheme { get; }

    /// <summary>What the program or server that brings it is asked for; it may hold a password.</summary>
    public string Address { get; }

    /// <summary>The name of its archive in <c>sources/</c>.</summary>
    public string Archive { get; }

    /// <summary>The state of the repository, for git and Subversion.</summary>
    public Revision Revision { get; }

    /// <summary>Whether it comes out of a repository, and its archive is made here.</summary>
    public bool IsRepository => Scheme is SourceScheme.Git or SourceScheme.Subversion;

    /// <summary>Whether the address alone says what the content is: a repository's commit.</summary>
    public bool IsPinned => IsRepository && Revision.Kind == RevisionKind.Commit;

    /// <summary>The passwords in it, in every spelling: what must not be seen.</summary>
    public ImmutableArray<string> Secrets => PasswordOf(Text) is { } password
        ? [.. new[] { password, Uri.UnescapeDataString(password) }.Distinct()]
        : [];

    /// <summary>Reads a URI.</summary>
    /// <param name="text">The URI as the user wrote it, variables filled in.</param>
    /// <exception cref="AimeeException">It is none that is understood; the message says why.</exception>
    public static SourceUri Parse(string text) =>
        TryParse(text, out var problem) ?? throw new AimeeException($"The source '{Hide(text)}' is not understood: {problem}");

    /// <summary>Reads a URI.</summary>
    /// <param name="text">The URI as the user wrote it, variables filled in.</param>
    /// <param name="problem">Why it is not understood; empty when it is.</param>
    /// <returns>The URI; null when it is not understood.</returns>
    public static SourceUri? TryParse(string text, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            problem = "";
            return Read(text.Trim());
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return null;
        }
    }

    /// <summary>The URI to show: without its password.</summary>
    public override string ToString() => Hide(Text);

    /// <summary>A URI to show: without its password.</summary>
    internal static string Hide(string text) =>
        PasswordOf(text) is { } password ? text.Replace(password + "@", "***@", StringComparison.Ordinal) : text;

    private static string? PasswordOf(string text) =>
        UserInformation().Match(text) is { Success: true } match ? match.Groups[1].Value + match.Groups[2].Value : null;

    private static SourceUri Read(string text)
    {
        var schemeText = SchemePart().Match(text).Groups[1].Value;
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var place = question < 0 ? text : text[..question];
        var (scheme, address) = SourceSchemes.Find(schemeText, place);
        var arguments = SourceArguments.Read(question < 0 ? "" : text[(question + 1)..], scheme);
        if (scheme == SourceScheme.Http)
        {
            address += arguments.Rest.Length > 0 ? "?" + arguments.Rest : "";
        }
        else if (scheme != SourceScheme.Apt)
        {
            address = address.TrimEnd('/');
        }
        CheckAddress(scheme, address);
        return new(text, scheme, address, SourceArchiveName.Of(scheme, address, arguments), arguments.Revision);
    }

    private static void CheckAddress(SourceScheme scheme, string address)
    {
        if (scheme == SourceScheme.Apt)
        {
            if (!DebianPackage().IsMatch(address))
            {
                throw new FormatException($"'{address}' is no name of a Debian source package.");
            }
        }
        else if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            throw new FormatException($"'{Hide(address)}' is no address.");
        }
        else if (scheme is SourceScheme.Http or SourceScheme.Ftp && uri.Host.Length == 0)
        {
            throw new FormatException("it names no host.");
        }
    }

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9+.-]*):")]
    private static partial Regex SchemePart();

    // A long name without a password is a token, which servers take instead of both.
    [GeneratedRegex(@"^[A-Za-z0-9+.-]+://(?:[^/?#:@]*:([^/?#@]+)|([^/?#:@]{16,}))@")]
    private static partial Regex UserInformation();

    // Debian Policy, 5.6.1, and perhaps a version, 5.6.12.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]+(=[A-Za-z0-9.+:~-]+)?$")]
    private static partial Regex DebianPackage();
}
