using System.Text.RegularExpressions;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Engines;

/// <summary>The name of an image: <c>[registry/]repository[:tag]</c>.</summary>
/// <param name="Repository">The name without tag, with its registry when it has one: <c>build/base</c>.</param>
/// <param name="Tag">The tag; <c>latest</c> unless told otherwise.</param>
public sealed partial record ImageReference(string Repository, string Tag = "latest")
{
    private const string Host = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";
    private const string Tagged = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private const string Part = @"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*";

    /// <summary>Reads <c>[registry/]repository[:tag]</c>.</summary>
    /// <param name="text">The reference as people write it.</param>
    /// <exception cref="AimeeException">The text is no image reference.</exception>
    public static ImageReference Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success
            ? new(match.Groups["repository"].Value, match.Groups["tag"] is { Success: true } tag ? tag.Value : "latest")
            : throw new AimeeException(
                $"'{text}' is not the name of an image. A name is lower-case words, digits and '.', '_', '-' "
                + "between slashes, with an optional tag: 'build/base', 'registry.example:5000/build/base:main'.");
    }

    /// <summary>
    /// The first part of the name when it is a registry: a host name has a dot or a port, or is <c>localhost</c>
    /// (the rule that docker and the containers tools share).
    /// </summary>
    public string? Registry
    {
        get
        {
            var first = Repository.Split('/')[0];
            return first.Length < Repository.Length && (first.Contains('.') || first.Contains(':') || first == "localhost")
                ? first
                : null;
        }
    }

    /// <summary>Whether its registry is this machine's own, which may speak HTTP: nobody listens in between.</summary>
    public bool IsOnLoopback => Registry is { } registry
        && (registry.Split(':')[0] == "localhost" || registry.StartsWith("127.", StringComparison.Ordinal));

    /// <summary>Whether a text can be a tag.</summary>
    /// <param name="text">The text.</param>
    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    /// <summary>The same repository under another tag.</summary>
    /// <param name="tag">The other tag.</param>
    public ImageReference WithTag(string tag) => this with { Tag = tag };

    /// <summary>The whole name, with its tag.</summary>
    public override string ToString() => $"{Repository}:{Tag}";

    [GeneratedRegex($@"\A{Tagged}\z")]
    private static partial Regex TagPattern();

    // A first part without dot or port is a registry only when it is localhost: see Registry.
    [GeneratedRegex(
        $@"\A(?<repository>((localhost|{Host}(\.{Host})+|{Host}(?=:))(:[0-9]+)?/)?{Part}(/{Part})*)(:(?<tag>{Tagged}))?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
