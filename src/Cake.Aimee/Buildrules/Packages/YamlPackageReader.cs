using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>Makes packages of YAML rules. One reader serves a whole tree, and several threads.</summary>
public sealed class YamlPackageReader
{
    private readonly MapSchema<Package> schema;
    private readonly Dictionary<string, BuildKind> kinds;
    private readonly VariableScope configScope = new();

    /// <summary>A reader for a tree.</summary>
    /// <param name="kinds">The kinds of build that rules may name.</param>
    /// <param name="variables">The variables that rules may name, with the config's values.</param>
    public YamlPackageReader(IEnumerable<BuildKind> kinds, IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        this.kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
        schema = PackageSchema.With(this.kinds.Values);
        foreach (var (name, value) in variables)
        {
            configScope.Define(name, value);
        }
    }

    /// <summary>Reports the faults of a layer (<c>.buildrules</c>) by itself.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    public void CheckLayer(YamlMapping layer, DiagnosticBag diagnostics) =>
        schema.TryRead(layer, new ReadContext(diagnostics, null), out _);

    /// <summary>Makes a package of its rules.</summary>
    /// <param name="rules">The rules, with the layers below merged.</param>
    /// <param name="start">What is known of the package without its rules: names, directory, files.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <returns>The package; what is faulty in it has its default.</returns>
    public Package Read(YamlMapping rules, Package start, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(start);
        var scope = new VariableScope(configScope);
        scope.Define("NAME", start.Name);
        scope.Define("CATEGORY", start.Category);
        var (version, release, isSplit) = ReadVersion(rules, scope, diagnostics);
        scope.Define("VERSION", version);
        scope.Define("RELEASE", release);
        schema.TryRead(rules, new ReadContext(diagnostics, scope), out var read);
        var kind = kinds[read!.Build];
        return read with
        {
            Id = start.Id,
            Category = start.Category,
            Name = start.Name,
            Version = version,
            Release = release,
            Patches = Inputs(read.Patches, PatchFile(start.Name, version), start, diagnostics),
            Files = Inputs(read.Files, name => name, start, diagnostics),
            SourceDirectory = read.SourceDirectory.Length > 0 ? read.SourceDirectory
                : isSplit ? $"{start.Name}-{version}-{release}" : $"{start.Name}-{version}",
            Prep = read.Prep ?? kind.PrepBody(read.Options),
            Compile = read.Compile ?? kind.CompileBody(read.Options),
            Test = read.Test ?? kind.TestBody(read.Options),
            Format = RulesFormat.Yaml,
            Directory = start.Directory,
            HasSourceDirectory = start.HasSourceDirectory,
            RulesFiles = start.RulesFiles,
            Location = start.Location,
        };
    }

    /// <summary>Version and release: a dash in the version splits it, unless the release is given.</summary>
    /// <param name="version">The version as it is written.</param>
    /// <param name="release">The release as it is written; empty when it is not.</param>
    /// <returns>Both, and whether the version was split.</returns>
    internal static (string Version, string Release, bool IsSplit) SplitVersion(string version, string release) =>
        release.Length > 0 ? (version, release, false)
        : version.IndexOf('-') is > 0 and var dash && dash < version.Length - 1 ? (version[..dash], version[(dash + 1)..], true)
        : (version, "0", false);

    private static (string Version, string Release, bool IsSplit) ReadVersion(
        YamlMapping rules, VariableScope scope, DiagnosticBag diagnostics)
    {
        // The schema reports what is wrong with them; here an unknown variable is told, once.
        var version = rules.Find("version") is YamlScalar { IsNull: false } written ? scope.Expand(written, diagnostics) : null;
        var release = rules.Find("release") is YamlScalar { IsNull: false } given ? scope.Expand(given, diagnostics) : null;
        return SplitVersion(version ?? "", release ?? "");
    }

    private static Func<string, string> PatchFile(string name, string version) =>
        patch => patch.EndsWith(".patch", StringComparison.Ordinal) ? patch : $"{name}-{version}-{patch}.patch";

    private static ImmutableArray<PackageInput> Inputs(
        ImmutableArray<PackageInput> inputs, Func<string, string> fileName, Package start, DiagnosticBag diagnostics)
    {
        if (inputs.IsEmpty)
        {
            return inputs;
        }

        var resolved = ImmutableArray.CreateBuilder<PackageInput>(inputs.Length);
        foreach (var input in inputs)
        {
            var named = input with { FileName = fileName(input.FileName) };
            resolved.Add(named);
            PackageInputs.CheckPresence(start, named, diagnostics);
        }

        return resolved.DrainToImmutable();
    }
}
