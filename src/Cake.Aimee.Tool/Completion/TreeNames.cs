using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tool.Completion;

/// <summary>The names in the tree where the user stands. A tree with faults has those that can be read; no tree has none.</summary>
/// <param name="line">Says where the tree is, and which config is laid over it.</param>
internal sealed class TreeNames(CommandLine line)
{
    private readonly string directory = Path.GetFullPath(line.Value("--working", "-w") ?? Environment.CurrentDirectory);

    /// <summary>The names of its configs that can be laid over the default.</summary>
    public IEnumerable<string> Configs() => TreeRoot.FindOrDefault(directory) is { } top
        ? Directory.EnumerateFiles(Path.Combine(top.Directory, TreeRoot.Marker)).Select(file => Path.GetFileName(file)!)
            .Where(name => name != ConfigReader.DefaultName).Order(StringComparer.Ordinal)
        : [];

    /// <summary>Its packages.</summary>
    public async Task<ImmutableArray<Package>> PackagesAsync()
    {
        var options = new AimeeOptions(directory) { Config = line.Value("--config") };
        try
        {
            var workspace = await Workspace.OpenAsync(options, ImageSystems.Default, new ProcessRunner(), CancellationToken.None).ConfigureAwait(false);
            return (await PlannedTree.ReadAsync(workspace, CancellationToken.None).ConfigureAwait(false)).Tree.Packages;
        }
        catch (Exception exception) when (exception is AimeeException or IOException or UnauthorizedAccessException)
        {
            // In the middle of a word there is nobody to tell: the command itself will.
            return [];
        }
    }
}
