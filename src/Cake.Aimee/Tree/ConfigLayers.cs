using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>The files that a config is made of, lowest layer first. Shell configs are read together, after the YAML ones.</summary>
internal sealed class ConfigLayers(string top, ShellConfigReader shellReader, DiagnosticBag diagnostics)
{
    private readonly string directory = Path.Combine(top, TreeRoot.Marker);
    private readonly List<YamlMapping?> layers = [];
    private readonly List<(string Name, int Layer)> shell = [];
    private readonly List<string> files = [];
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly List<string> including = [];

    /// <summary>The files, relative to the top.</summary>
    public ImmutableArray<string> Files => [.. files];

    /// <summary>Reads the default config, and a named one over it.</summary>
    /// <returns>What the files hold; one that is empty is left out.</returns>
    public async Task<IReadOnlyList<YamlMapping>> ReadAsync(string? name, CancellationToken cancellationToken)
    {
        Add(ConfigReader.DefaultName, null);
        if (name is not null)
        {
            Add(name, null);
        }
        else if (shell.Count > 0)
        {
            shell.Add((ShellConfigReader.Architecture, layers.Count));
            layers.Add(null);
        }

        if (shell.Count > 0)
        {
            var mappings = await shellReader.ReadAsync(shell.Select(item => item.Name), diagnostics, cancellationToken).ConfigureAwait(false);
            foreach (var ((_, layer), mapping) in shell.Zip(mappings))
            {
                layers[layer] = mapping;
                files.AddRange(mapping is not null && !files.Contains(mapping.File) ? [mapping.File] : []);
            }
        }

        return [.. layers.OfType<YamlMapping>()];
    }

    private void Add(string name, YamlScalar? includedBy)
    {
        if (including.IndexOf(name) is >= 0 and var start)
        {
            diagnostics.Error(
                DiagnosticCodes.ConfigCycle,
                includedBy?.Location,
                $"Configs include each other: {string.Join(" -> ", including.Skip(start).Append(name))}.",
                "Take one of the includes out.");
            return;
        }

        if (!read.Add(name))
        {
            return;
        }

        var displayName = $"{TreeRoot.Marker}/{name}";
        var text = IsFileName(name) ? TextFile.Read(Path.Combine(directory, name), displayName, diagnostics) : null;
        if (text is null)
        {
            ReportMissing(name, includedBy, displayName);
            return;
        }

        files.Add(displayName);
        if (RulesText.FormatOf(text) == RulesFormat.Shell)
        {
            shell.Add((name, layers.Count));
            layers.Add(null);
            return;
        }

        var root = YamlDocument.Parse(text, displayName, diagnostics);
        if (root is YamlMapping mapping)
        {
            including.Add(name);
            Include(mapping);
            including.RemoveAt(including.Count - 1);
            files.Remove(displayName);
            files.Add(displayName);
            layers.Add(mapping);
        }
        else if (root is not null)
        {
            diagnostics.Error(
                DiagnosticCodes.WrongType, root.Location, $"A config must be a map, and this is {root.Kind}.", "Write 'key: value' lines.");
        }
    }

    private void Include(YamlMapping mapping)
    {
        if (mapping.Find("include") is YamlSequence includes)
        {
            foreach (var include in includes.Items.OfType<YamlScalar>())
            {
                Add(include.Value, include);
            }
        }
    }

    private void ReportMissing(string name, YamlScalar? includedBy, string displayName)
    {
        var isDefault = includedBy is null && name == ConfigReader.DefaultName;
        if (isDefault || diagnostics.HasErrorIn(displayName))
        {
            return;
        }

        var known = Known();
        diagnostics.Error(
            DiagnosticCodes.UnknownConfig,
            includedBy?.Location,
            $"There is no config '{name}' in {TreeRoot.Marker}/"
                + (known.Count == 0 ? ", which holds none." : $", which holds {string.Join(", ", known)}."),
            Nearest.To(name, known) is { } nearest ? $"Did you mean '{nearest}'?" : null);
    }

    private List<string> Known() => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory).Select(file => Path.GetFileName(file)).Where(IsFileName).Order(StringComparer.Ordinal)]
        : [];

    // Hidden files and editors' backups are no configs, and no name leads out of the directory.
    private static bool IsFileName(string name) =>
        name.Length > 0 && name[0] != '.' && name[^1] != '~' && !name.Contains('/') && !name.Contains('\0');
}
