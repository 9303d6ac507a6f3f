using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Formats;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Support;
using Cake.Aimee.Tests.Tree;

namespace Cake.Aimee.Tests.Planning;

[TestFixture]
public sealed class StageGraphTests
{
    private SampleTree tree = null!;

    [SetUp]
    public void SetUp() => tree = new SampleTree();

    [TearDown]
    public void TearDown() => tree.Dispose();

    [Test]
    public async Task Stages_depend_as_the_rules_say()
    {
        Package("core/libc", "clean: false");
        Package("core/zlib", "depends: {build: [toolchain/gcc], run: [core/libc]}\ntest: make check\nsplit: {dev: {files: [usr/include], depends: {run: [core/libc]}}}");
        Package("core/tool", "depends: {build: [core/zlib-dev], host: [tools/m4]}");
        Package("toolchain/gcc", "depends: {build: [toolchain/binutils]}");
        Package("toolchain/binutils");
        Package("tools/m4", "depends: {build: [core/libc], host: [toolchain/gcc]}");

        var graph = await PlanAsync(SampleTree.Host);

        Verified.Matches(Lines(graph), "stages-cross");
    }

    [Test]
    public async Task Where_host_and_target_are_one_nothing_is_built_twice()
    {
        Package("core/tool", "depends: {host: [tools/m4]}");
        Package("tools/m4");

        var graph = await PlanAsync("aarch64-unknown-linux-gnu");

        Assert.That(graph.Packages.Select(package => package.Id), Is.EqualTo(new[] { "core/tool", "tools/m4" }));
        Assert.That(graph.Find("core/tool:prep")!.Dependencies.Select(node => node.Id), Is.EqualTo(new[] { "core/tool:fetch", "tools/m4:install" }));
    }

    [Test]
    public async Task A_registered_stage_is_there_for_each_package()
    {
        Package("core/zlib");

        var reading = await tree.ReadAsync();
        var graph = StageGraph.Plan(reading.Tree, SampleTree.Host, [new CustomStage("sign", "package", "Signs.")], new DiagnosticBag());

        Assert.That(graph.Find("core/zlib:sign")!.Dependencies.Single().Id, Is.EqualTo("core/zlib:package"));
    }

    [Test]
    public async Task Cycles_are_told_as_a_way_and_missing_packages_with_the_nearest()
    {
        Package("core/a", "depends: {build: [core/b]}");
        Package("core/b", "depends: {run: [core/c]}");
        Package("core/c", "depends: {run: [core/a]}");
        Package("core/self", "depends: {build: [core/self]}");
        Package("core/user", "depends: {build: [core/zlb, tools/zlib, core/nothing-like-it], host: [core/hostt]}");
        Package("core/zlib", "split: {dev: {files: [a], depends: {run: [core/zlib-de]}}}");
        Package("core/host", "depends: {host: [core/other-host]}");
        Package("core/other-host", "depends: {host: [core/host]}");
        Package("core/split-cycle", "depends: {build: [core/split-cycle-dev]}\nsplit: {dev: {files: [a]}}");
        Package("core/no-cycle", "depends: {run: [core/no-cycle-lib]}\nsplit: {lib: {files: [a]}}");

        var reading = await tree.ReadAsync();
        var diagnostics = new DiagnosticBag();
        diagnostics.AddRange(reading.Diagnostics);
        StageGraph.Plan(reading.Tree, SampleTree.Host, [], diagnostics);

        Verified.Matches(string.Concat(diagnostics.ToSorted().Select(diagnostic => diagnostic + "\n")), "graph-faults");
    }

    [Test]
    public async Task A_chain_of_thousands_is_planned()
    {
        const int Count = 3000;
        for (var number = 0; number < Count; number++)
        {
            Package($"chain/p{number}", number == 0 ? "" : $"depends: {{build: [chain/p{number - 1}]}}");
        }

        var graph = await PlanAsync(SampleTree.Host);
        var closure = graph.Closure([graph.Find($"chain/p{Count - 1}:package")!]);

        Assert.That(closure, Has.Length.EqualTo((Count * 5) - 1));
        Assert.That(closure[^1].Id, Is.EqualTo($"chain/p{Count - 1}:package"));
    }

    [Test]
    public async Task A_closure_has_each_stage_after_what_it_needs()
    {
        Package("core/a", "depends: {build: [core/b, core/c]}");
        Package("core/b", "depends: {run: [core/c]}");
        Package("core/c");

        var graph = await PlanAsync(SampleTree.Host);
        var closure = graph.Closure(StageTargets.Resolve(graph, ["core/a"])).ToList();

        Assert.That(closure.Select(node => node.Package.Id).Distinct(), Is.EqualTo(new[] { "core/a", "core/b", "core/c" }));
        Assert.That(closure, Has.All.Matches<StageNode>(node => node!.Dependencies.All(before => closure.IndexOf(before) < closure.IndexOf(node))));
        Assert.That(closure[^1].Id, Is.EqualTo("core/a:package"));
    }

    [TestCase("core/zlib", "core/zlib:package")]
    [TestCase("core/zlib:compile", "core/zlib:compile")]
    [TestCase("core/all:prep", "core/libc:prep,core/zlib:prep")]
    [TestCase("all:fetch", "core/libc:fetch,core/zlib:fetch,tools/m4:fetch")]
    [TestCase("all/all:fetch", "core/libc:fetch,core/zlib:fetch,tools/m4:fetch")]
    [TestCase("*/*:fetch", "core/libc:fetch,core/zlib:fetch,tools/m4:fetch")]
    [TestCase("tools/*", "tools/m4:package")]
    [TestCase("core/zlib-dev:install", "core/zlib-dev:install")]
    public async Task Targets_name_stages(string target, string expected)
    {
        Package("core/libc");
        Package("core/zlib", "split: {dev: {files: [a]}}");
        Package("tools/m4");

        var graph = await PlanAsync(SampleTree.Host);

        Assert.That(string.Join(',', StageTargets.Resolve(graph, [target]).Select(node => node.Id)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Unknown_targets_are_told_together()
    {
        Package("core/zlib");

        var graph = await PlanAsync(SampleTree.Host);

        Assert.That(
            () => StageTargets.Resolve(graph, ["core/zlb", "core/zlib:compil", "zlib", "nothing/*", "core/zlib"]),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo("""
                error AIM0102: There is no 'core/zlb' in the tree. Did you mean 'core/zlib'?
                error AIM0102: There is no 'core/zlib:compil' in the tree. Did you mean 'compile'?
                error AIM0102: There is no 'zlib' in the tree. Did you mean 'core/zlib'?
                error AIM0102: There is no 'nothing/*' in the tree.
                """));
    }

    [TestCase("json")]
    [TestCase("dot")]
    [TestCase("mermaid")]
    [TestCase("make")]
    [TestCase("html")]
    public async Task The_graph_is_written_in_a_format(string name)
    {
        Package("toolchain/binutils");
        Package("toolchain/gcc", "depends: {build: [toolchain/binutils]}");

        var graph = await PlanAsync(SampleTree.Host);
        using var output = new StringWriter();
        GraphFormat.All.Single(format => format.Name == name).Write(graph.Closure(StageTargets.Resolve(graph, ["toolchain/gcc:compile"])), output);

        Verified.Matches(output.ToString(), $"graph.{name}");
    }

    [Test]
    public async Task A_real_make_runs_the_stages_in_their_order()
    {
        Package("core/a", "depends: {build: [core/b++], host: [core/c]}");
        Package("core/b++");
        Package("core/c");
        var graph = await PlanAsync(SampleTree.Host);
        using var output = new StringWriter();
        GraphFormat.All.Single(format => format.Name == "make").Write(graph.Closure(StageTargets.Resolve(graph, ["core/a:prep"])), output);
        tree.Write("graph.mk", output.ToString());

        var result = await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("make", "-s", "-f", Path.Combine(tree.Path, "graph.mk"), "CAKE=echo", "core/a.prep"), CancellationToken.None);

        Assert.That(result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[]
        {
            "--target=core/a:fetch --exclusive",
            "--target=core/b++:fetch --exclusive",
            "--target=core/b++:prep --exclusive",
            "--target=core/b++:compile --exclusive",
            "--target=core/b++:package --exclusive",
            "--target=core/b++:install --exclusive",
            "--target=core/c@host:fetch --exclusive",
            "--target=core/c@host:prep --exclusive",
            "--target=core/c@host:compile --exclusive",
            "--target=core/c@host:package --exclusive",
            "--target=core/c@host:install --exclusive",
            "--target=core/a:prep --exclusive",
        }));
    }

    private static string Lines(StageGraph graph) =>
        string.Concat(graph.Nodes.Select(node => $"{node.Id}: {string.Join(' ', node.Dependencies.Select(before => before.Id))}".TrimEnd() + "\n"));

    private void Package(string id, string rules = "") =>
        tree.Write($"packages/{id}/Buildrules", $"version: 1\ndescription: x\n{rules}\n");

    private async Task<StageGraph> PlanAsync(string host)
    {
        var diagnostics = new DiagnosticBag();
        var graph = StageGraph.Plan(await tree.ReadWithoutFaultAsync(), host, [], diagnostics);
        Assert.That(diagnostics.ToSorted(), Is.Empty);
        return graph;
    }
}
