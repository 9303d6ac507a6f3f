using System.Collections.Immutable;
using System.Globalization;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>What a shell config sets, as the YAML that it stands for, each value at the line that sets it.</summary>
/// <param name="file">The config, as the user would name it.</param>
/// <param name="lines">Its lines.</param>
internal sealed class ShellConfig(string file, string[] lines)
{
    /// <summary>Whether a line of the config sets a variable, be it to what it was.</summary>
    public bool Sets(string variable) => IndexOf(variable) >= 0;

    public YamlMapping ToYaml(
        IEnumerable<KeyValuePair<string, string>> variables, ImmutableDictionary<string, string> pathKeys)
    {
        var keys = new List<KeyValuePair<YamlScalar, YamlNode>>();
        var paths = new List<KeyValuePair<YamlScalar, YamlNode>>();
        var environment = new List<KeyValuePair<YamlScalar, YamlNode>>();
        foreach (var (name, value) in variables)
        {
            var line = LineOf(name);
            if (pathKeys.TryGetValue(name, out var path))
            {
                paths.RemoveAll(entry => entry.Key.Value == path);
                paths.Add(new(Scalar(path, line), Scalar(value, line)));
            }
            else if (KeyOf(name, value, line) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                environment.Add(new(Scalar(name, line), Scalar(value, line)));
            }
        }

        keys.Add(new(Scalar("paths", 1), new YamlMapping([.. paths], file, 1, 1)));
        keys.Add(new(Scalar("env", 1), new YamlMapping([.. environment], file, 1, 1)));
        return new YamlMapping([.. keys], file, 1, 1);
    }

    private KeyValuePair<YamlScalar, YamlNode>? KeyOf(string name, string value, int line) => name switch
    {
        "PROJECT" => new(Scalar("project", line), Scalar(value, line)),
        "CHOST" => new(Scalar("target", line), Scalar(value, line)),
        "ARCHIVE_FORMAT" => new(Scalar("archive", line), Scalar(value, line)),
        "MIRRORS" => new(Scalar("mirrors", line), List(value, line)),
        "MAKE_OPTS" when Jobs(value) is { } jobs => new(Scalar("jobs", line), Scalar(jobs, line)),
        _ => null,
    };

    private static string? Jobs(string options) =>
        options.StartsWith("-j", StringComparison.Ordinal)
        && int.TryParse(options.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var jobs)
            ? jobs.ToString(CultureInfo.InvariantCulture)
            : null;

    private YamlSequence List(string words, int line) => new(
        [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => (YamlNode)Scalar(word, line))], file, line, 1);

    // The shell has expanded its variables: what still looks like one is meant as it is.
    private YamlScalar Scalar(string text, int line) =>
        new(text.Replace("${", "$${", StringComparison.Ordinal), isPlain: false, isBlock: false, file, line, 1);

    private int LineOf(string variable) => Math.Max(0, IndexOf(variable)) + 1;

    private int IndexOf(string variable) => Array.FindIndex(lines, line => line.AsSpan().TrimStart() is var content
        && content.StartsWith(variable) && content.Length > variable.Length && content[variable.Length] == '=');
}
