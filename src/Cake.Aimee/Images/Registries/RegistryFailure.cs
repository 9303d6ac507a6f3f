using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Images.Registries;

/// <summary>What programs say of registries, and what it means: they tell no failure from another by their exit codes.</summary>
internal static partial class RegistryFailure
{
    private static readonly ImmutableArray<string> Refusals =
        ["unauthorized", "authentication required", "access denied", "requested access to the resource is denied", "no basic auth credentials", "403 Forbidden"];

    private static readonly ImmutableArray<string> Absences = ["manifest unknown", "name unknown", "repository name not known"];

    private static readonly ImmutableArray<string> PassingFaults =
    [
        "EOF", "connection reset", "connection refused", "broken pipe", "timeout", "timed out", "network is unreachable", "no route to host",
        "temporary failure", "server misbehaving", "no such host", "toomanyrequests", "Too Many Requests", "Internal Server Error", "Bad Gateway", "Service Unavailable",
        "HTTP status: 5", "HTTP status code 5", "server closed", "use of closed network connection", "transport connection broken", "response body length",
    ];

    /// <summary>Whether the registry does not know the user, or not as one who may.</summary>
    public static bool IsRefusal(string said) => Refusals.Any(words => said.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the registry has no such image.</summary>
    public static bool IsAbsence(string said) => Absences.Any(words => said.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether another attempt may do better.</summary>
    public static bool IsPassing(string said) =>
        !IsRefusal(said) && !IsAbsence(said) && PassingFaults.Any(words => said.Contains(words, StringComparison.Ordinal));

    /// <summary>What a program said last, without the form of its log.</summary>
    /// <param name="lines">Its last lines.</param>
    public static string Said(ImmutableArray<string> lines)
    {
        var last = lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) ?? "nothing";
        var said = LogLine().Match(last) is { Success: true } match ? match.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal) : last;
        return Preamble().Replace(said.Trim(), "");
    }

    /// <summary>The fault with its way out.</summary>
    /// <param name="said">What was said.</param>
    /// <param name="what">What was being done, to begin a sentence: <c>Asking for registry.example.org/build/base:main</c>.</param>
    /// <param name="login">The login that was used.</param>
    /// <param name="cause">What told of it.</param>
    public static AimeeException Of(string said, string what, RegistryLogin login, AimeeException cause) => new(
        IsRefusal(said)
            ? $"{what}: {login.Host} refuses the login: {said}{Environment.NewLine}It was taken from {login.Origin}; it may be wrong, or have expired. "
                + $"Log in anew with 'skopeo login {login.Host}' (for docker: 'docker login {login.Host}'), or set {RegistryLogin.UserVariable} and {RegistryLogin.PasswordVariable}."
            : $"{what}: {said}",
        cause);

    [GeneratedRegex("""msg="((?:[^"\\]|\\.)*)"?""")]
    private static partial Regex LogLine();

    [GeneratedRegex("""^(Error: |Error parsing image name "[^"]*": )+""")]
    private static partial Regex Preamble();
}
