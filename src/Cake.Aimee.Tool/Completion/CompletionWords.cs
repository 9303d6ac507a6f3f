using System.Collections.Immutable;
using System.Reflection;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Frosting;
using Cake.Frosting;

namespace Cake.Aimee.Tool.Completion;

/// <summary>What the last word of a command line may become.</summary>
/// <param name="line">The command line.</param>
/// <param name="names">The names in the tree.</param>
internal sealed class CompletionWords(CommandLine line, TreeNames names)
{
    /// <summary>All candidates, in an order for people.</summary>
    public async Task<IEnumerable<Candidate>> AllAsync()
    {
        var candidates = await CandidatesAsync().ConfigureAwait(false);
        return candidates.Where(candidate => candidate.Value.StartsWith(line.Current, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<IEnumerable<Candidate>> CandidatesAsync()
    {
        if (line.Before is [.., var last] && CommandOption.Find(last) is { Values: not null } before && !line.Current.StartsWith('-'))
        {
            return await ValuesAsync(before, "", line.Current).ConfigureAwait(false);
        }

        if (line.Current.Split('=', 2) is [var name, var begun])
        {
            return CommandOption.Find(name) is { } option ? await ValuesAsync(option, name + "=", begun).ConfigureAwait(false) : [];
        }

        return line switch
        {
            { Before: [], Current: [not '-', ..] } => [new(CompletionCommand.Name, "Prints a script that completes words: bash, zsh or fish")],
            { Before: [CompletionCommand.Name] } => CompletionCommand.Shells.Select(shell => new Candidate(shell)),
            _ => CommandOption.All.Select(option => new Candidate(option.Word, option.Meaning)),
        };
    }

    private async Task<IEnumerable<Candidate>> ValuesAsync(CommandOption option, string prefix, string begun)
    {
        var values = option.Values switch
        {
            CommandOption.Targets => await TargetsAsync(begun).ConfigureAwait(false),
            CommandOption.Packages => await PackagesAsync(begun).ConfigureAwait(false),
            CommandOption.Configs => names.Configs().Select(name => new Candidate(name)),
            _ => (option.Values ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(value => new Candidate(value)),
        };
        return values.Select(value => value with { Value = prefix + value.Value });
    }

    /// <summary>Tasks and packages; the stages of a package once there is a colon.</summary>
    private async Task<IEnumerable<Candidate>> TargetsAsync(string begun)
    {
        var packages = await names.PackagesAsync().ConfigureAwait(false);
        if (begun.Split(':') is [var package, _])
        {
            return IsTarget(package, packages) ? StageNames.All.Select(stage => new Candidate($"{package}:{stage}")) : [];
        }

        var groups = packages.IsEmpty
            ? []
            : packages.Select(package => package.Category).Distinct()
                .Select(category => new Candidate($"{category}/{PackageNames.All}", $"All packages of {category}"))
                .Append(new(PackageNames.All, "All packages"));
        return [.. Tasks, .. groups, .. packages.Select(Describe)];
    }

    /// <summary>Several packages may stand with commas between them.</summary>
    private async Task<IEnumerable<Candidate>> PackagesAsync(string begun)
    {
        var first = begun[..(begun.LastIndexOf(',') + 1)];
        return (await names.PackagesAsync().ConfigureAwait(false)).Select(Describe)
            .Select(package => package with { Value = first + package.Value });
    }

    private static bool IsTarget(string name, ImmutableArray<Package> packages) =>
        name == PackageNames.All
        || packages.Any(package => package.Id == name || name == $"{package.Category}/{PackageNames.All}");

    private static Candidate Describe(Package package) => new(package.Id, package.Description.ReplaceLineEndings(" "));

    private static IEnumerable<Candidate> Tasks =>
        from type in typeof(AimeeContext).Assembly.GetExportedTypes()
        let name = type.GetCustomAttribute<TaskNameAttribute>()?.Name
        where name is not null
        orderby name
        select new Candidate(name, type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "");
}
