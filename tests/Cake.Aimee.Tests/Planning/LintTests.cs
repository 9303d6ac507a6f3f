using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning.Lint;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Support;
using Cake.Aimee.Tests.Tree;

namespace Cake.Aimee.Tests.Planning;

[TestFixture]
public sealed class LintTests
{
    private SampleTree tree = null!;

    [SetUp]
    public void SetUp() => tree = new SampleTree();

    [TearDown]
    public void TearDown() => tree.Dispose();

    [TestCase("text")]
    [TestCase("json")]
    [TestCase("github")]
    [TestCase("gitlab")]
    [TestCase("gcc")]
    public async Task Lint_says_what_is_doubtful(string format)
    {
        tree.Write("packages/core/zlib/files/unused.patch", "");
        tree.Write("packages/core/zlib/files/unused.txt", "");
        tree.Write("packages/core/zlib/files/used.txt", "");
        tree.Write("packages/core/zlib/Buildrules", """
            version: 1.3.1
            description: Compression
            license: GPLv2
            sources:
              - http://zlib.net/zlib.tar.gz
              - {uri: "git://example.org/x", commit: 1234567}
            files: [used.txt]
            depends: {build: [core/shell]}
            prep: |
              echo fine
              if true; then
              	echo tab
              echo 'no end
            test: "for in x; do"
            functions:
              good: |
                echo "$1"
            """);
        tree.Write("packages/core/shell/Buildrules", "VERSION=1\nDESCRIPTION=x\nSOURCE_URI=http://example.org/x.tar.gz\nLICENSE=whatever\n");
        tree.Write("packages/core/alone/Buildrules", "version: 1\ndescription: x\nlicense: MIT OR Apache-2.0\n");

        using var output = new StringWriter();
        DiagnosticFormat.All.Single(known => known.Name == format).Write([.. await LintAsync()], output);

        Verified.Matches(output.ToString(), $"lint.{format}");
    }

    [Test]
    public async Task A_good_package_is_not_complained_of()
    {
        tree.Write("packages/core/zlib/Buildrules", """
            version: 1.3.1
            description: Compression
            license: Zlib
            sources:
              - {uri: "https://zlib.net/zlib.tar.gz", sha256: 9a93b2b7dfdac77ceba5a558a580e74667dd6fede4585b91eefb60f03b72df23}
            build: autotools
            depends: {build: [core/libc]}
            """);
        tree.Write("packages/core/libc/Buildrules", "version: 1\ndescription: x\nlicense: LGPL-2.1-or-later WITH GCC-exception-3.1 AND (MIT OR LicenseRef-own)\n");

        Assert.That(await LintAsync(), Is.Empty);
    }

    [TestCase("MIT", null)]
    [TestCase("MIT OR Apache-2.0", null)]
    [TestCase("(MIT OR ISC) AND GPL-2.0-or-later WITH Classpath-exception-2.0", null)]
    [TestCase("Hippocratic-2.1", null)]
    [TestCase("GPL", "'GPL' is not the name of a licence")]
    [TestCase("mit", "'mit' is not the name of a licence")]
    [TestCase("MIT Apache-2.0", "'Apache-2.0' stands where AND, OR or WITH is expected")]
    [TestCase("MIT OR", "it ends where a licence is expected")]
    [TestCase("(MIT", "a parenthesis is not closed")]
    [TestCase("MIT/X11", "'MIT/X11' stands where a licence is expected")]
    public void Licence_expressions_are_checked(string expression, string? fault) =>
        Assert.That(SpdxExpression.Check(expression).Fault, Is.EqualTo(fault));

    private async Task<IReadOnlyList<Diagnostic>> LintAsync()
    {
        var read = (await tree.ReadAsync()).Tree;
        var diagnostics = new DiagnosticBag();
        await new TreeLint(new ProcessRunner()).CheckAsync(read, read.Packages, diagnostics, CancellationToken.None);
        return diagnostics.ToSorted();
    }
}
