using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Planning.Lint;

/// <summary>Has a real shell check stage bodies without running them (<c>sh -n</c>): many bodies per process.</summary>
internal static partial class ShellSyntax
{
    private const int MostPerProcess = 200;
    private const int MostCharacters = 100_000;

    private const string Script = """
        aimee_number=0
        for aimee_body in "$@"; do
            aimee_number=$((aimee_number + 1))
            aimee_message=$(sh -n -c "$aimee_body" 2>&1) || printf '%s: %s\n' "$aimee_number" "$(printf %s "$aimee_message" | head -n 1)"
        done
        """;

    public static async Task CheckAsync(
        IEnumerable<Package> packages, IProcessRunner processes, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var bodies = packages.SelectMany(Bodies).Where(body => body.Text.Length is > 0 and < MostCharacters).Distinct();
        foreach (var chunk in Chunks(bodies))
        {
            var request = ProcessRequest.Of("sh", ["-c", Script, "sh", .. chunk.Select(body => body.Text)]) with { Timeout = TimeSpan.FromMinutes(1) };
            var result = await processes.RunCheckedAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (Match match in Message().Matches(result.Output))
            {
                var body = chunk[int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) - 1];
                var line = int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
                diagnostics.Error(
                    DiagnosticCodes.ShellSyntax,
                    new SourceLocation(body.Location!.File, body.Location.Line + line - 1),
                    $"The shell does not take this: {match.Groups["text"].Value.TrimEnd()}.");
            }
        }
    }

    /// <summary>The bodies that stand in rules; those of shell rules the shell has read already, and default ones are our own.</summary>
    private static IEnumerable<StageBody> Bodies(Package package) => package.Format == RulesFormat.Shell
        ? []
        : ((StageBody?[])[package.Prep, package.Compile, package.Test, package.PostInstall, .. package.Functions.Values])
            .OfType<StageBody>().Where(body => body.Location is not null);

    // A program's arguments have a limit, all together and each.
    private static IEnumerable<ImmutableArray<StageBody>> Chunks(IEnumerable<StageBody> bodies)
    {
        var (chunk, length) = (ImmutableArray.CreateBuilder<StageBody>(), 0);
        foreach (var body in bodies)
        {
            if (chunk.Count == MostPerProcess || (chunk.Count > 0 && length + body.Text.Length > MostCharacters))
            {
                yield return chunk.DrainToImmutable();
                length = 0;
            }

            chunk.Add(body);
            length += body.Text.Length;
        }

        if (chunk.Count > 0)
        {
            yield return chunk.DrainToImmutable();
        }
    }

    [GeneratedRegex(@"^(?<number>\d+): \S+: (?:-c: )?(?:line )?(?<line>\d+): (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Message();
}
