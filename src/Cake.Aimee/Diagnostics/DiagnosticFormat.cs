using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cake.Aimee.Diagnostics;

/// <summary>A way to write diagnostics: for people, for programs, for the pages of a CI.</summary>
/// <param name="Name">What people call it: <c>--format=NAME</c>.</param>
/// <param name="Write">Writes diagnostics.</param>
public sealed record DiagnosticFormat(string Name, Action<ImmutableArray<Diagnostic>, TextWriter> Write)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<DiagnosticFormat> All { get; } =
    [
        new("text", WriteText),
        new("json", WriteJson),
        new("github", WriteGitHub),
        new("gitlab", WriteGitLab),
        new("gcc", WriteGcc),
    ];

    private static void WriteText(ImmutableArray<Diagnostic> diagnostics, TextWriter output)
    {
        foreach (var diagnostic in diagnostics)
        {
            output.WriteLine(diagnostic.ToString());
        }
    }

    private static void WriteJson(ImmutableArray<Diagnostic> diagnostics, TextWriter output) => WriteArray(diagnostics, output, (writer, diagnostic) =>
    {
        writer.WriteString("code", diagnostic.Code);
        writer.WriteString("severity", SeverityName(diagnostic));
        writer.WriteString("message", diagnostic.Message);
        writer.WriteString("file", diagnostic.Location?.File);
        writer.WriteNumber("line", diagnostic.Location?.Line ?? 0);
        writer.WriteNumber("column", diagnostic.Location?.Column ?? 0);
        writer.WriteString("suggestion", diagnostic.Suggestion);
    });

    /// <summary>Workflow commands of GitHub Actions, which it shows beside the lines.</summary>
    private static void WriteGitHub(ImmutableArray<Diagnostic> diagnostics, TextWriter output)
    {
        foreach (var diagnostic in diagnostics)
        {
            var command = diagnostic.Severity == Severity.Note ? "notice" : SeverityName(diagnostic);
            var place = diagnostic.Location is { } location
                ? $"file={EscapeProperty(location.File)},line={Math.Max(1, location.Line)},col={Math.Max(1, location.Column)},"
                : "";
            output.WriteLine($"::{command} {place}title={diagnostic.Code}::{EscapeMessage($"{diagnostic.Message} {diagnostic.Suggestion}".TrimEnd())}");
        }
    }

    /// <summary>As compilers say it: what Jenkins' Warnings plugin and editors find places by.</summary>
    private static void WriteGcc(ImmutableArray<Diagnostic> diagnostics, TextWriter output)
    {
        foreach (var diagnostic in diagnostics)
        {
            var place = diagnostic.Location is { } location
                ? FormattableString.Invariant($"{location.File}:{Math.Max(1, location.Line)}:{Math.Max(1, location.Column)}: ")
                : "";
            var message = $"{diagnostic.Message} {diagnostic.Suggestion}".TrimEnd().Replace("\n", " ");
            output.WriteLine($"{place}{SeverityName(diagnostic)}: {message} [{diagnostic.Code}]");
        }
    }

    /// <summary>GitLab's code quality report, a subset of Code Climate's issues.</summary>
    private static void WriteGitLab(ImmutableArray<Diagnostic> diagnostics, TextWriter output) => WriteArray(diagnostics, output, (writer, diagnostic) =>
    {
        writer.WriteString("description", $"{diagnostic.Message} {diagnostic.Suggestion}".TrimEnd());
        writer.WriteString("check_name", diagnostic.Code);
        writer.WriteString("fingerprint", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(diagnostic.ToString())))[..32]);
        writer.WriteString("severity", diagnostic.Severity switch { Severity.Error => "major", Severity.Warning => "minor", _ => "info" });
        writer.WriteStartObject("location");
        writer.WriteString("path", diagnostic.Location?.File ?? ".builder/config");
        writer.WriteStartObject("lines");
        writer.WriteNumber("begin", Math.Max(1, diagnostic.Location?.Line ?? 1));
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteArray(ImmutableArray<Diagnostic> diagnostics, TextWriter output, Action<Utf8JsonWriter, Diagnostic> write)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            writer.WriteStartArray();
            foreach (var diagnostic in diagnostics)
            {
                writer.WriteStartObject();
                write(writer, diagnostic);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static string SeverityName(Diagnostic diagnostic) => diagnostic.Severity.ToString().ToLowerInvariant();

    private static string EscapeMessage(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapeProperty(string text) => EscapeMessage(text).Replace(":", "%3A").Replace(",", "%2C");
}
