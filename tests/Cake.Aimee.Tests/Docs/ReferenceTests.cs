using System.Text;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images;
using Cake.Aimee.Stages.InstallRoot;

namespace Cake.Aimee.Tests.Docs;

/// <summary>
/// What stands in the references below their marker is made from the model that reads the files. When the model
/// changes, <c>AIMEE_ACCEPT=1</c> writes it anew.
/// </summary>
[TestFixture]
public sealed class ReferenceTests
{
    private const string Marker = "<!-- Made from the model: AIMEE_ACCEPT=1 dotnet test tests/Cake.Aimee.Tests --filter Docs.ReferenceTests -->\n";

    [Test]
    public void The_reference_of_rules_is_that_of_the_model() => Check(
        "buildrules.md", $"## Keys\n\n{Keys(PackageSchema.With(BuildKinds.All))}\n{Kinds()}\n{Checks()}");

    [Test]
    public void The_reference_of_configs_is_that_of_the_model() => Check(
        "config.md", Keys(ConfigSchema.With([.. ImageSystems.Default.All.Select(system => system.Section).OfType<ConfigSection>()])));

    private static string Keys<T>(Schema<T> schema) => Table(
        ["key", "value", "meaning"],
        schema.Describe("").Select(key => new[] { $"`{key.Path}`", key.Form, key.IsRequired ? $"**Mandatory.** {key.Meaning}" : key.Meaning }));

    private static string Kinds()
    {
        var text = new StringBuilder(
            "## Kinds of build\n\nThe bodies that `build:` brings; `\"$@\"` are the package's `options`. Each begins with the target's\ntools, where the package "
            + $"does not set its own:\n\n```shell\n{BuildKinds.Toolchain.TrimEnd()}\n```\n");
        foreach (var kind in BuildKinds.All)
        {
            text.Append($"\n`{kind.Name}`: {kind.Description}.\n");
            if (kind.Compile is { } body)
            {
                Assert.That(body, Does.StartWith(BuildKinds.Toolchain), kind.Name);
                text.Append($"\n```shell\n{body[BuildKinds.Toolchain.Length..]}\n```\n");
            }
        }

        return text.ToString();
    }

    private static string Checks() =>
        "## Checks of what was installed\n\nWhat `package` looks for, by the names that `waive:` takes.\n\n"
        + Table(
            ["name", "code", "found", ""],
            InstallRootCheck.All.Select(check => new[]
            {
                $"`{check.Name}`", $"[{check.Code}](diagnostics.md#{check.Code.Id.ToLowerInvariant()})", $"{check.Code.Title}.",
                check.Severity == Severity.Error ? "error" : "warning",
            }));

    private static string Table(string[] heading, IEnumerable<string[]> rows) => string.Concat(
        rows.Select(row => Row(row.Select(Plain))).Prepend(Row(heading.Select(_ => "---"))).Prepend(Row(heading)));

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    /// <summary>Text that is no markup, but for code.</summary>
    private static string Plain(string text) => text.Replace("<", "\\<", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static void Check(string name, string generated)
    {
        var file = Guide.PathOf(name);
        var written = File.ReadAllText(file);
        var end = written.IndexOf(Marker, StringComparison.Ordinal);
        Assert.That(end, Is.Positive, $"docs/{name} has no line '{Marker.TrimEnd()}'.");
        var expected = $"{written[..(end + Marker.Length)]}\n{generated}";
        if (Environment.GetEnvironmentVariable("AIMEE_ACCEPT") == "1")
        {
            File.WriteAllText(file, expected);
            return;
        }

        Assert.That(written, Is.EqualTo(expected), $"Run the tests with AIMEE_ACCEPT=1, and read what has changed in docs/{name}.");
    }
}
