using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>Makes packages of shell rules, through a real shell: several processes at a time, many packages in each.</summary>
public sealed class ShellPackageReader
{
    private const int MostPerProcess = 500;

    private static readonly ImmutableArray<string> KnownVariables =
    [
        "DESCRIPTION", "LICENSE", "SOURCE_URI", "PATCHES", "RDEPENDS", "BDEPENDS", "EXTRA_SOURCES", "S", "NOCLEAN", "CONFIG_OPTS",
        "MAKE_OPTS", "MIRRORS",
    ];

    private readonly ShellReader reader;
    private readonly ImmutableDictionary<string, string?> environment;
    private readonly string tmp;

    /// <summary>A reader for a tree.</summary>
    /// <param name="processes">Runs the shell.</param>
    /// <param name="environment">The tree's variables: <see cref="ShellEnvironment.Of"/>.</param>
    /// <param name="variables">Further variables that packages are asked for: <see cref="Package.Variables"/>.</param>
    /// <param name="timeLimit">How long one package may take to read; ten seconds when null.</param>
    public ShellPackageReader(
        IProcessRunner processes,
        ImmutableDictionary<string, string?> environment,
        IEnumerable<string> variables,
        TimeSpan? timeLimit = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        reader = new ShellReader(processes, timeLimit ?? ShellReader.DefaultTimeLimit);
        tmp = environment["BUILDER_TMPDIR"]!;
        this.environment = environment.SetItem("AIMEE_VARIABLES", string.Join(' ', KnownVariables.Concat(variables)));
    }

    /// <summary>Reads packages.</summary>
    /// <param name="starts">What is known of each without its rules: names, directory, files.</param>
    /// <param name="treeRules">Whether the tree's <c>.buildrules</c> is shell.</param>
    /// <param name="categoryRules">The categories whose <c>.buildrules</c> is shell.</param>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The packages, in the order of <paramref name="starts"/>; a faulty one has what could be read.</returns>
    public async Task<ImmutableArray<Package>> ReadAsync(
        ImmutableArray<Package> starts,
        bool treeRules,
        IEnumerable<string> categoryRules,
        DiagnosticBag diagnostics,
        CancellationToken cancellationToken)
    {
        var variables = environment
            .SetItem("AIMEE_TREE_RULES", treeRules ? "1" : "")
            .SetItem("AIMEE_CATEGORY_RULES", string.Join(' ', categoryRules));
        var share = Math.Clamp((starts.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount, 1, MostPerProcess);
        var packages = new Package[starts.Length];
        var bags = new DiagnosticBag[starts.Length];
        await Parallel.ForEachAsync(
            starts.Select((start, index) => (start, index)).Chunk(share),
            cancellationToken,
            async (chunk, stop) =>
            {
                ImmutableArray<string> names = [.. chunk.Select(item => item.start.Id)];
                var answers = await reader.ReadAsync(ShellLibrary.ReadPackages, variables, names, stop).ConfigureAwait(false);
                foreach (var ((start, index), answer) in chunk.Zip(answers))
                {
                    bags[index] = new DiagnosticBag();
                    packages[index] = new ShellPackage(start, answer, tmp, bags[index]).Read();
                }
            }).ConfigureAwait(false);
        foreach (var bag in bags)
        {
            diagnostics.AddRange(bag.ToSorted());
        }

        return [.. packages];
    }
}
