using System.Text;
using System.Text.Json.Nodes;
using Cake.Aimee.Commands;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.Tests.Commands;

/// <summary>A server's directory and a repository's tags tell which packages are behind.</summary>
internal sealed class OutdatedTests
{
    private CommandTree tree = null!;
    private LoopbackServer server = null!;

    [SetUp]
    public async Task BeginAsync()
    {
        tree = new CommandTree();
        server = new LoopbackServer((question, stream, _) => LoopbackServer.WriteAsync(
            stream, "200 OK", "Content-Type: text/html",
            Encoding.UTF8.GetBytes("""<a href="zlib-1.3.tar.gz">a</a><a href="zlib-1.10.tar.xz">b</a><a href="zlib-2.0-rc1.tar.gz">c</a><a href="musl-1.2.tar.gz">d</a>""")));
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("sh", "-euc", "git init -q work && cd work && git -c user.name=T -c user.email=t@example.org commit -q --allow-empty -m x && git tag v1 && git tag v1.1")
                with { WorkingDirectory = tree.Path }, CancellationToken.None);
        tree.Write("packages/core/zlib/Buildrules", $"version: 1.3\ndescription: x\nsources: [\"{server.Address}/z/zlib-${{VERSION}}.tar.gz\"]\n");
        tree.Write("packages/core/musl/Buildrules", $"version: 1.2\ndescription: x\nsources: [\"{server.Address}/z/musl-${{VERSION}}.tar.gz\"]\n");
        tree.Write("packages/core/tagged/Buildrules", $"version: 1\ndescription: x\nsources: [\"git+file://{tree.Path}/work?tag=v${{VERSION}}\"]\n");
        tree.Write("packages/core/none/Buildrules", "version: 1\ndescription: x\n");
        tree.Write("packages/core/gone/Buildrules", "version: 1\ndescription: x\nsources: [\"http://127.0.0.1:9/gone-${VERSION}.tar.gz\"]\n");
    }

    [TearDown]
    public void End()
    {
        server.Dispose();
        tree.Dispose();
    }

    [Test]
    public async Task What_is_behind_stands_in_a_table_and_who_does_not_answer_below_it() => Assert.That(
        await OutdatedAsync(),
        Is.EqualTo(
            $"""
            core/tagged  1    1.1   file://{tree.Path}/work
            core/zlib    1.3  1.10  {server.Address}/z/
            2 behind, 1 newest, 1 whose places do not tell.
            core/gone: Can not look for versions of http://127.0.0.1:9/gone-1.tar.gz: Connection refused.

            """));

    [Test]
    public async Task Programs_get_json()
    {
        var answers = JsonNode.Parse(await OutdatedAsync("format=json"))!.AsArray();
        Assert.That(
            answers.Select(answer => $"{answer!["package"]} {answer["version"]} {answer["newest"]} {answer["behind"]} {answer["problems"]!.AsArray().Count}"),
            Is.EqualTo(["core/gone 1  false 1", "core/musl 1.2 1.2 false 0", "core/none 1  false 0", "core/tagged 1 1.1 true 0", "core/zlib 1.3 1.10 true 0"]));
    }

    [Test]
    public async Task Only_what_is_named_is_asked_for()
    {
        Assert.That(await OutdatedAsync("package=core/musl"), Is.EqualTo("0 behind, 1 newest, 0 whose places do not tell.\n"));
        Assert.That(server.Questions, Has.Count.EqualTo(1));
    }

    private Task<string> OutdatedAsync(params string[] arguments) =>
        tree.RunAsync((workspace, output) => new OutdatedCommand(workspace, output).RunAsync(CancellationToken.None), arguments);
}
