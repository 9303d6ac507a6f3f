using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tree;

/// <summary>Reads all packages of a tree, several at a time.</summary>
/// <param name="kinds">The kinds of build that rules may name.</param>
/// <param name="processes">Runs the shell that reads shell rules.</param>
/// <param name="host">The build machine's triple.</param>
public sealed class TreeReader(IReadOnlyCollection<BuildKind> kinds, IProcessRunner processes, string host)
{
    /// <summary>The name of a package's rules file.</summary>
    public const string RulesFileName = "Buildrules";

    /// <summary>Further variables that shell packages are asked for: <see cref="Package.Variables"/>.</summary>
    public IReadOnlyCollection<string> ShellVariables { get; init; } = [];

    /// <summary>How long one shell package may take to read.</summary>
    public TimeSpan ShellTimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>YAML texts that stand for what is in files, by absolute path: to see what a tree would be before it is changed.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Reads all packages of a tree.</summary>
    /// <param name="config">The tree's settings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The tree, and every fault that was found in it.</returns>
    public async Task<TreeReading> ReadAsync(Config config, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        var diagnostics = new DiagnosticBag();
        var reader = new YamlPackageReader(kinds, config.Variables);
        var directories = new List<(PackageDirectory Directory, RulesLayers Layers)>();
        var root = config.Paths.Packages;
        if (Directory.Exists(root))
        {
            List(root, Path.GetRelativePath(config.TopDirectory, root), reader, directories, diagnostics);
        }

        var packages = ReadYaml(directories, reader, diagnostics, cancellationToken);
        var shell = packages.Where(package => package.Format == RulesFormat.Shell).ToImmutableArray();
        if (!shell.IsEmpty)
        {
            packages.RemoveAll(package => package.Format == RulesFormat.Shell);
            packages.AddRange(await ReadShellAsync(config, shell, directories, diagnostics, cancellationToken).ConfigureAwait(false));
        }

        ReportClashes(packages, diagnostics);
        return new TreeReading(new BuildTree(config, packages), diagnostics.ToSorted());
    }

    /// <summary>Reads YAML packages, several at a time. Of those in shell it gives what is known without their rules.</summary>
    private List<Package> ReadYaml(
        List<(PackageDirectory Directory, RulesLayers Layers)> directories,
        YamlPackageReader reader,
        DiagnosticBag diagnostics,
        CancellationToken cancellationToken)
    {
        var packages = new Package?[directories.Count];
        var bags = new ConcurrentBag<DiagnosticBag>();
        Parallel.For(
            0,
            packages.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new DiagnosticBag(),
            (index, _, bag) =>
            {
                var (directory, layers) = directories[index];
                packages[index] = ReadPackage(directory, layers, reader, bag);
                return bag;
            },
            bags.Add);
        foreach (var bag in bags)
        {
            diagnostics.AddRange(bag.ToSorted());
        }

        return [.. packages.OfType<Package>()];
    }

    private async Task<ImmutableArray<Package>> ReadShellAsync(
        Config config,
        ImmutableArray<Package> starts,
        List<(PackageDirectory Directory, RulesLayers Layers)> directories,
        DiagnosticBag diagnostics,
        CancellationToken cancellationToken)
    {
        var reader = new ShellPackageReader(processes, ShellEnvironment.Of(config, host), ShellVariables, ShellTimeLimit);
        var isTreeShell = directories[0].Layers.HasTreeRules(RulesFormat.Shell);
        var categories = directories
            .Where(item => item.Layers.HasCategoryRules(RulesFormat.Shell))
            .Select(item => item.Directory.Category.Name)
            .Distinct();
        return await reader.ReadAsync(starts, isTreeShell, categories, diagnostics, cancellationToken).ConfigureAwait(false);
    }

    private void List(
        string root,
        string displayName,
        YamlPackageReader reader,
        List<(PackageDirectory Directory, RulesLayers Layers)> directories,
        DiagnosticBag diagnostics)
    {
        var treeLayers = RulesLayers.Empty.With(root, displayName, isTree: true, reader, ReadText, diagnostics);
        foreach (var name in CategoryDirectory.Subdirectories(root, displayName, diagnostics))
        {
            var category = new CategoryDirectory(name, Path.Combine(root, name), $"{displayName}/{name}");
            var layers = treeLayers.With(category.Path, category.DisplayName, isTree: false, reader, ReadText, diagnostics);
            directories.AddRange(category.Packages(diagnostics).Select(package => (package, layers)));
        }
    }

    private Package? ReadPackage(
        PackageDirectory directory, RulesLayers layers, YamlPackageReader reader, DiagnosticBag diagnostics)
    {
        var path = directory.Path;
        var file = $"{directory.DisplayName}/{RulesFileName}";
        var text = ReadText(Path.Combine(path, RulesFileName), file, diagnostics);
        if (text is null || !HasName(directory, diagnostics))
        {
            ReportNoRules(directory, text, file, diagnostics);
            return null;
        }

        var start = new Package
        {
            Id = directory.Id,
            Category = directory.Category.Name,
            Name = directory.Name,
            Directory = path,
            HasSourceDirectory = Directory.Exists(Path.Combine(path, "source")),
            Format = RulesText.FormatOf(text),
            Location = new SourceLocation(file),
        };
        start = start with { RulesFiles = layers.FilesOf(start.Format).Add(file) };
        if (start.Format == RulesFormat.Shell)
        {
            return start;
        }

        var rules = YamlRules.Parse(text, file, diagnostics);
        if (rules is null && diagnostics.HasErrorIn(file))
        {
            return start;
        }

        var merged = YamlLayers.Merge(layers.Yaml, rules ?? new YamlMapping([], file, 1, 1), diagnostics);
        return reader.Read(merged, start, diagnostics);
    }

    private string? ReadText(string path, string displayName, DiagnosticBag diagnostics) =>
        Texts.Count > 0 && Texts.TryGetValue(Path.GetFullPath(path), out var text) ? text : TextFile.Read(path, displayName, diagnostics);

    private static void ReportNoRules(PackageDirectory directory, string? text, string file, DiagnosticBag diagnostics)
    {
        if (text is null && !diagnostics.HasErrorIn(file))
        {
            diagnostics.Warning(
                DiagnosticCodes.NoRules, new(directory.DisplayName), $"The directory holds no '{RulesFileName}', so it is no package.");
        }
    }

    private static bool HasName(PackageDirectory directory, DiagnosticBag diagnostics)
    {
        var (name, fault) = PackageNames.Fault(directory.Category.Name) is { } reason
            ? (directory.Category.Name, reason)
            : (directory.Name, PackageNames.Fault(directory.Name));
        if (fault is null)
        {
            return true;
        }

        diagnostics.Error(
            DiagnosticCodes.InvalidName,
            new(directory.DisplayName),
            $"'{name}' can not be the name of a category or package: {fault}.",
            "Rename the directory.");
        return false;
    }

    /// <summary>Packages and splits share one space of names, in which case alone makes no difference.</summary>
    private static void ReportClashes(List<Package> packages, DiagnosticBag diagnostics)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var package in packages)
        {
            Claim(package.Id, package);
        }

        foreach (var package in packages)
        {
            foreach (var split in package.Splits.Keys)
            {
                Claim($"{package.Id}-{split}", package);
            }
        }

        void Claim(string id, Package owner)
        {
            if (!names.TryAdd(id, id))
            {
                diagnostics.Error(
                    DiagnosticCodes.NameClash,
                    owner.Location,
                    names[id] == id ? $"There are two packages '{id}'." : $"The names '{names[id]}' and '{id}' differ in case alone.",
                    "Rename one of them.");
            }
        }
    }
}
