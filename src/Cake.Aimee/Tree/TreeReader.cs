using System.Collections.Concurrent;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>Reads all packages of a tree, several at a time.</summary>
/// <param name="kinds">The kinds of build that rules may name.</param>
public sealed class TreeReader(IReadOnlyCollection<BuildKind> kinds)
{
    /// <summary>The name of a package's rules file.</summary>
    public const string RulesFileName = "Buildrules";

    /// <summary>Reads all packages of a tree.</summary>
    /// <param name="config">The tree's settings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The tree, and every fault that was found in it.</returns>
    public TreeReading Read(Config config, CancellationToken cancellationToken)
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

        var read = packages.OfType<Package>().ToList();
        ReportClashes(read, diagnostics);
        return new TreeReading(new BuildTree(config, read), diagnostics.ToSorted());
    }

    private static void List(
        string root,
        string displayName,
        YamlPackageReader reader,
        List<(PackageDirectory Directory, RulesLayers Layers)> directories,
        DiagnosticBag diagnostics)
    {
        var treeLayers = RulesLayers.Empty.With(root, displayName, reader, diagnostics);
        foreach (var name in CategoryDirectory.Subdirectories(root, displayName, diagnostics))
        {
            var category = new CategoryDirectory(name, Path.Combine(root, name), $"{displayName}/{name}");
            var layers = treeLayers.With(category.Path, category.DisplayName, reader, diagnostics);
            directories.AddRange(category.Packages(diagnostics).Select(package => (package, layers)));
        }
    }

    private static Package? ReadPackage(
        PackageDirectory directory, RulesLayers layers, YamlPackageReader reader, DiagnosticBag diagnostics)
    {
        var path = directory.Path;
        var file = $"{directory.DisplayName}/{RulesFileName}";
        var text = TextFile.Read(Path.Combine(path, RulesFileName), file, diagnostics);
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
            RulesFiles = layers.FilesOf(RulesFormat.Yaml).Add(file),
            Location = new SourceLocation(file),
        };
        var rules = YamlRules.Parse(text, file, diagnostics);
        if (rules is null && diagnostics.HasErrorIn(file))
        {
            return start;
        }

        var merged = YamlLayers.Merge(layers.Yaml, rules ?? new YamlMapping([], file, 1, 1), diagnostics);
        return reader.Read(merged, start, diagnostics);
    }

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
