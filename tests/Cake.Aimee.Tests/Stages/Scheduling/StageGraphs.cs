using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Stages.Scheduling;

/// <summary>Graphs of packages that are only names: <c>core/app: core/zlib core/libc</c>.</summary>
internal static class StageGraphs
{
    private const string Host = "aarch64-unknown-linux-gnu";

    public static StageGraph Of(params string[] packages) =>
        Of(packages.Select(line => line.Split(": ")).Select(parts => (parts[0], parts.Length == 1 ? [] : parts[1].Split(' '))));

    public static StageGraph Of(IEnumerable<(string Id, string[] Needs)> packages)
    {
        var diagnostics = new DiagnosticBag();
        var tree = new BuildTree(new Config { Target = Host }, packages.Select(package => Package(package.Id, package.Needs)));
        var graph = StageGraph.Plan(tree, Host, [], diagnostics);
        diagnostics.ThrowIfErrors();
        return graph;
    }

    private static Package Package(string id, string[] needs)
    {
        var location = new SourceLocation(id);
        return new()
        {
            Id = id,
            Category = id[..id.IndexOf('/')],
            Name = id[(id.IndexOf('/') + 1)..],
            Version = "1",
            Release = "0",
            Location = location,
            Depends = new() { Build = [.. needs.Select(need => new Dependency(need, location))] },
        };
    }
}
