using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Queries;
using Cake.Aimee.Tests.Support;
using Cake.Aimee.Tests.Tree;

namespace Cake.Aimee.Tests.Planning;

[TestFixture]
public sealed class QueryTests
{
    [Test]
    public async Task A_query_tells_everything_of_a_package()
    {
        using var tree = new SampleTree();
        tree.Write(".builder/config", "target: aarch64-unknown-linux-gnu\njobs: 4\nenv: {CFLAGS: -O2, TOKEN: {from: TOKEN, secret: true}}\n");
        tree.Write("packages/core/zlib/Buildrules", """
            version: 1.3.1-2
            description: Compression
            license: Zlib
            homepage: https://zlib.net
            sources: [{uri: "https://zlib.net/zlib.tar.gz", sha256: 9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23}]
            depends: {build: [toolchain/gcc], run: [core/libc]}
            build: make
            env: {CFLAGS: -O3}
            split: {dev: {files: [usr/include]}}
            """);
        tree.Write("packages/core/libc/Buildrules", "VERSION=1\nDESCRIPTION=x\nRDEPENDS=core/base\n");
        tree.Write("packages/core/base/Buildrules", "version: 1\ndescription: x\n");
        tree.Write("packages/core/tool/Buildrules", "version: 1\ndescription: x\ndepends: {build: [core/zlib]}\n");
        tree.Write("packages/core/image/Buildrules", "version: 1\ndescription: x\ndepends: {run: [core/tool], build: [core/zlib-dev]}\n");
        tree.Write("packages/toolchain/gcc/Buildrules", "version: 1\ndescription: x\ndepends: {build: [toolchain/binutils]}\n");
        tree.Write("packages/toolchain/binutils/Buildrules", "version: 1\ndescription: x\n");
        var read = await tree.ReadWithoutFaultAsync();
        var diagnostics = new DiagnosticBag();
        var graph = StageGraph.Plan(read, SampleTree.Host, [], diagnostics);
        Assert.That(diagnostics.IsEmpty);

        using var output = new StringWriter();
        PackageJson.WriteList(read.Packages, output);
        PackageJson.WriteFacts(PackageFacts.Of(graph, read.Find("core/zlib")!, new DependencyQueries(read), SampleTree.Host), output);

        Verified.Matches(output.ToString().Replace(tree.Path, "TOP"), "query");
        var queries = new DependencyQueries(read);
        Assert.Multiple(() =>
        {
            Assert.That(queries.NeededBy("core/zlib-dev"), Is.EqualTo(new[] { "core/image" }));
            Assert.That(queries.AllNeededBy("toolchain/binutils"), Is.EqualTo(new[] { "core/image", "core/tool", "core/zlib", "toolchain/gcc" }));
            Assert.That(queries.AllBuildDependencies(read.Find("core/image")!), Does.Contain("core/zlib-dev").And.Contain("toolchain/gcc"));
        });
    }

    [TestCase("core/zlib", "core/zlib", true)]
    [TestCase("core/*", "core/zlib", true)]
    [TestCase("*/zlib", "core/zlib", true)]
    [TestCase("c?re/z*b", "core/zlib", true)]
    [TestCase("core/all", "core/zlib", true)]
    [TestCase("all", "core/zlib", true)]
    [TestCase("all/all", "core/zlib", true)]
    [TestCase("core/z", "core/zlib", false)]
    [TestCase("tools/*", "core/zlib", false)]
    [TestCase("*", "core/zlib", false)]
    public void A_pattern_means_packages(string pattern, string id, bool expected) =>
        Assert.That(PackagePattern.Matches(pattern, id), Is.EqualTo(expected));
}
