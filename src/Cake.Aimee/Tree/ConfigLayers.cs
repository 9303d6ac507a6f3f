using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>The files that a config is made of, lowest layer first.</summary>
internal sealed class ConfigLayers
{
    private readonly string directory;
    private readonly DiagnosticBag diagnostics;
    private readonly List<YamlMapping> mappings = [];
    private readonly List<string> files = [];
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly List<string> including = [];

    private ConfigLayers(string top, DiagnosticBag diagnostics) =>
        (directory, this.diagnostics) = (Path.Combine(top, TreeRoot.Marker), diagnostics);

    /// <summary>What the files hold; one that is empty is left out.</summary>
    public IReadOnlyList<YamlMapping> Mappings => mappings;

    /// <summary>The files, relative to the top.</summary>
    public ImmutableArray<string> Files => [.. files];

    public static ConfigLayers Read(string top, string? name, DiagnosticBag diagnostics)
    {
        var layers = new ConfigLayers(top, diagnostics);
        layers.Add(ConfigReader.DefaultName, null);
        if (name is not null)
        {
            layers.Add(name, null);
        }

        return layers;
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

        var root = YamlDocument.Parse(text, displayName, diagnostics);
        if (root is YamlMapping mapping)
        {
            including.Add(name);
            Include(mapping);
            including.RemoveAt(including.Count - 1);
            mappings.Add(mapping);
        }
        else if (root is not null)
        {
            diagnostics.Error(
                DiagnosticCodes.WrongType, root.Location, $"A config must be a map, and this is {root.Kind}.", "Write 'key: value' lines.");
        }

        files.Add(displayName);
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
