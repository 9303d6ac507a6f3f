using System.Globalization;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Stages.Reports;

namespace Cake.Aimee.Dsl;

/// <summary>What is written so that a build service's page folds logs and marks lines; elsewhere plain lines.</summary>
/// <param name="service">The service.</param>
/// <param name="output">Where the page reads.</param>
internal sealed class BuildPage(BuildService service, TextWriter output)
{
    private readonly Lock gate = new();
    private readonly List<Diagnostic> annotations = [];

    /// <summary>Whether the page can fold what is written.</summary>
    public bool CanFold => service is BuildService.GitHub or BuildService.GitLab;

    /// <summary>Which service this is run by.</summary>
    /// <param name="variable">A variable of the environment; null when it is not set.</param>
    public static BuildService Detect(Func<string, string?> variable) =>
        variable("GITHUB_ACTIONS") == "true" ? BuildService.GitHub
        : variable("GITLAB_CI") == "true" ? BuildService.GitLab
        : variable("JENKINS_URL") is { Length: > 0 } ? BuildService.Jenkins
        : BuildService.None;

    /// <summary>Writes lines that belong together, folded under a title.</summary>
    public void Fold(string title, IEnumerable<string> lines)
    {
        // Sections of one name must not overlap; titles of stages differ.
        var section = string.Concat(title.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        output.Write(service == BuildService.GitHub
            ? $"::group::{title}\n"
            : $"\e[0Ksection_start:{now}:{section}[collapsed=true]\r\e[0K{title}\n");
        Quote(lines, output);
        output.Write(service == BuildService.GitHub ? "::endgroup::\n" : $"\e[0Ksection_end:{now}:{section}\r\e[0K\n");
        output.Flush();
    }

    /// <summary>Writes lines of somebody else's: nothing in them is taken for a command.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="elsewhere">Where to when the page has no commands.</param>
    public void Quote(IEnumerable<string> lines, TextWriter elsewhere)
    {
        // What goes through a log may get colours before it: no command would be known then.
        var writer = service == BuildService.GitHub ? output : elsewhere;
        var token = service == BuildService.GitHub ? Guid.NewGuid().ToString("N") : null;
        if (token is not null)
        {
            writer.Write($"::stop-commands::{token}\n");
        }

        foreach (var line in lines)
        {
            writer.Write($"{line}\n");
        }

        if (token is not null)
        {
            writer.Write($"::{token}::\n");
        }

        writer.Flush();
    }

    /// <summary>Marks the line of a file, where the service can: at once, or when <see cref="WriteReport"/> is called.</summary>
    public void Annotate(Diagnostic diagnostic)
    {
        var form = service switch { BuildService.GitHub => "github", BuildService.Jenkins => "gcc", _ => null };
        lock (gate)
        {
            annotations.Add(diagnostic);
            if (form is not null)
            {
                Form(form).Write([diagnostic], output);
                output.Flush();
            }
        }
    }

    /// <summary>Writes all that was marked to a file, where the service reads it from one; an earlier file is replaced.</summary>
    /// <param name="files">The files of the build's report.</param>
    /// <exception cref="IOException">It can not be written.</exception>
    public void WriteReport(BuildReportFiles files)
    {
        if (service != BuildService.GitLab)
        {
            return;
        }

        lock (gate)
        {
            using var text = new StringWriter();
            Form("gitlab").Write([.. annotations], text);
            files.WriteQuality(text.ToString());
        }
    }

    private static DiagnosticFormat Form(string name) => DiagnosticFormat.All.Single(format => format.Name == name);
}
