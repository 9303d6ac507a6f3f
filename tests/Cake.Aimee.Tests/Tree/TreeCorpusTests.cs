using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Tree;

/// <summary>Every broken tree of the corpus gets exactly the diagnostics that stand beside it.</summary>
[TestFixture]
public sealed class TreeCorpusTests
{
    private static IEnumerable<string> Cases() => Corpus.Cases("trees");

    [TestCaseSource(nameof(Cases))]
    public async Task A_broken_tree_gets_its_diagnostics(string name)
    {
        var config = await SampleTree.ConfigAsync(Corpus.Top("trees", name), null, []);
        var reading = await SampleTree.Reader().ReadAsync(config, CancellationToken.None);
        Assert.That(reading.Diagnostics, Is.Not.Empty);
        Corpus.Check("trees", name, reading.Diagnostics);
    }

    [Test]
    public async Task Names_that_differ_in_case_alone_are_a_fault()
    {
        using var tree = new SampleTree();
        tree.Write("packages/core/zlib/Buildrules", "version: 1\ndescription: x\nsplit: {dev: {files: [a]}}\n");
        tree.Write("packages/core/Zlib/Buildrules", "version: 1\ndescription: x\n");
        tree.Write("packages/core/zlib-dev/Buildrules", "version: 1\ndescription: x\n");

        Assert.That((await tree.ReadAsync()).Diagnostics.Select(diagnostic => diagnostic.ToString()), Is.EqualTo(new[]
        {
            "packages/core/zlib/Buildrules: error AIM0071: The names 'core/Zlib' and 'core/zlib' differ in case alone. Rename one of them.",
            "packages/core/zlib/Buildrules: error AIM0071: There are two packages 'core/zlib-dev'. Rename one of them.",
        }));
    }

    [Test]
    public async Task Links_that_lead_to_themselves_are_faults_or_no_packages()
    {
        using var tree = new SampleTree();
        tree.Write("packages/core/zlib/files/x", "");
        File.CreateSymbolicLink(Path.Combine(tree.Path, "packages/core/zlib/Buildrules"), "Buildrules");
        Directory.CreateSymbolicLink(Path.Combine(tree.Path, "packages/core/loop"), ".");
        Directory.CreateSymbolicLink(Path.Combine(tree.Path, "packages/again"), "..");

        Assert.That(
            (await tree.ReadAsync()).Diagnostics.Where(diagnostic => diagnostic.Severity == Cake.Aimee.Diagnostics.Severity.Error).Select(diagnostic => diagnostic.ToString()),
            Is.EqualTo(new[] { "packages/core/zlib/Buildrules: error AIM0001: The file can not be read: Too many levels of symbolic links." }));
    }
}
