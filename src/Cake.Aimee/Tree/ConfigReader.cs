using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tree;

/// <summary>Reads the settings of a tree: its default config with the named one laid over it.</summary>
public static class ConfigReader
{
    /// <summary>The name of the config that is always read first.</summary>
    public const string DefaultName = "config";

    /// <summary>Reads the settings of a tree.</summary>
    /// <param name="topDirectory">The top of the tree.</param>
    /// <param name="name">The named config, or null for the default alone.</param>
    /// <param name="sections">The sections that image systems bring.</param>
    /// <param name="processes">Runs the shell that reads shell configs.</param>
    /// <param name="host">The host's triple: what <c>${TARGET}</c> is when no target is set.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The settings, paths absolute, variables expanded.</returns>
    /// <exception cref="AimeeException">The named config is not there, or a file has faults: all of them.</exception>
    public static async Task<Config> ReadAsync(
        string topDirectory,
        string? name,
        IReadOnlyCollection<ConfigSection> sections,
        IProcessRunner processes,
        string host,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(topDirectory);
        ArgumentNullException.ThrowIfNull(sections);
        var diagnostics = new DiagnosticBag();
        var top = Path.GetFullPath(topDirectory);
        var layers = new ConfigLayers(top, new ShellConfigReader(processes, top, host), diagnostics);
        var mappings = await layers.ReadAsync(name == DefaultName ? null : name, cancellationToken).ConfigureAwait(false);
        var schema = ConfigSchema.With(sections);
        foreach (var layer in mappings)
        {
            schema.TryRead(layer, new ReadContext(diagnostics, null), out _);
        }

        var merged = mappings.Aggregate(
            new YamlMapping([], TreeRoot.Marker, 0, 0), (lower, upper) => YamlLayers.Merge(lower, upper, diagnostics));
        var scope = Scope(merged, top, name, host);
        schema.TryRead(merged, new ReadContext(diagnostics, scope), out var config);
        diagnostics.ThrowIfErrors();
        return config! with
        {
            TopDirectory = top,
            Name = name == DefaultName ? null : name,
            Files = layers.Files,
            Project = config.Project.Length > 0 ? config.Project : ProjectOf(top),
            Paths = config.Paths.Under(top),
            Variables = scope.Resolve(diagnostics),
            Warnings = diagnostics.ToSorted(),
        };
    }

    /// <summary>The variables that the config's values may name: its own, and its environment's.</summary>
    private static VariableScope Scope(YamlMapping merged, string top, string? name, string host)
    {
        var scope = new VariableScope();
        foreach (var (variable, value) in (merged.Find("env") as YamlMapping)?.Entries ?? [])
        {
            if (value is YamlScalar scalar)
            {
                scope.Define(variable.Value, scalar);
            }
            else
            {
                scope.DefineSecret(variable.Value);
            }
        }

        scope.Define(ConfigSchema.TopDirectory, top);
        scope.Define(ConfigSchema.ConfigName, name ?? DefaultName);
        scope.Define(ConfigSchema.Project, ProjectOf(top));
        scope.Define(ConfigSchema.Target, host);
        foreach (var (key, variable) in ImmutableArray.Create(("project", ConfigSchema.Project), ("target", ConfigSchema.Target)))
        {
            if (merged.Find(key) is YamlScalar { IsNull: false } scalar)
            {
                scope.Define(variable, scalar);
            }
        }

        return scope;
    }

    private static string ProjectOf(string top) => Path.GetFileName(top) is { Length: > 0 } directory ? directory : "project";
}
