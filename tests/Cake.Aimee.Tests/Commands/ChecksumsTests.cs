using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.Commands;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.Tests.Commands;

/// <summary>Digests are filled in from a real server and real repositories, and all else in the files stays.</summary>
internal sealed class ChecksumsTests
{
    private const string Head = "# The package.\nversion: 1.3.1   # upstream's\ndescription: x\n";

    private static readonly byte[] Content = Encoding.UTF8.GetBytes("content of a source\n");
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly string Sha512 = Convert.ToHexStringLower(SHA512.HashData(Content));

    private CommandTree tree = null!;
    private LoopbackServer server = null!;
    private byte[] served = Content;

    [SetUp]
    public void Begin()
    {
        tree = new CommandTree();
        served = Content;
        server = new LoopbackServer((question, stream, _) => question.Path.Contains("missing")
            ? LoopbackServer.WriteAsync(stream, "404 Not Found", "", default)
            : LoopbackServer.ServeAsync(question, stream, served, "\"1\""));
    }

    [TearDown]
    public void End()
    {
        server.Dispose();
        tree.Dispose();
    }

    [TestCase("sources:\n  - HOST/a-${VERSION}.txt\n", "sources:\n  - uri: HOST/a-${VERSION}.txt\n    sha256: SHA\n", TestName = "A plain item")]
    [TestCase("sources:\n- HOST/a.txt # why\nclean: false\n", "sources:\n- uri: HOST/a.txt # why\n  sha256: SHA\nclean: false\n", TestName = "An item with a comment, not indented")]
    [TestCase("sources:\n  -   'HOST/a.txt'\n\n# end", "sources:\n  -   uri: 'HOST/a.txt'\n      sha256: SHA\n\n# end", TestName = "A quoted item, far from its dash")]
    [TestCase("sources:\n  - HOST/a.txt", "sources:\n  - uri: HOST/a.txt\n    sha256: SHA", TestName = "An item on the last line, which has no end")]
    [TestCase("sources:\r\n  - HOST/a.txt # c\r\nclean: true\r\n", "sources:\r\n  - uri: HOST/a.txt # c\r\n    sha256: SHA\r\nclean: true\r\n", TestName = "Lines that end as on Windows")]
    [TestCase("sources:\n  - uri: \"HOST/a\" # one\n    archive: b.txt  # two\n", "sources:\n  - uri: \"HOST/a\" # one\n    sha256: SHA\n    archive: b.txt  # two\n", TestName = "A map with more keys")]
    [TestCase("sources:\n  -\n    archive: b.txt\n    uri: HOST/a\n", "sources:\n  -\n    archive: b.txt\n    uri: HOST/a\n    sha256: SHA\n", TestName = "A map below its dash")]
    [TestCase("sources:\n  - uri: HOST/a.txt\n    sha256: # to come\n", "sources:\n  - uri: HOST/a.txt\n    sha256: SHA # to come\n", TestName = "A key that has no value yet")]
    [TestCase("sources:\n  - uri: HOST/a.txt\n    sha256: ~\n", "sources:\n  - uri: HOST/a.txt\n    sha256: SHA\n", TestName = "A key whose value is nothing")]
    [TestCase("sources:\n  - uri: >-\n      HOST/a.txt\n    archive: b.txt\n", "sources:\n  - uri: >-\n      HOST/a.txt\n    sha256: SHA\n    archive: b.txt\n", TestName = "A URI on a line below")]
    [TestCase("sources: [HOST/a.txt]\n", "sources: [{uri: HOST/a.txt, sha256: SHA}]\n", TestName = "A list in brackets")]
    [TestCase("sources: [ 'HOST/a.txt' , \"HOST/b.txt\" ] # c\n", "sources: [ {uri: 'HOST/a.txt', sha256: SHA} , {uri: \"HOST/b.txt\", sha256: SHA} ] # c\n", TestName = "Several in brackets")]
    [TestCase("sources:\n  - {uri: HOST/a, archive: b.txt}\n", "sources:\n  - {uri: HOST/a, sha256: SHA, archive: b.txt}\n", TestName = "A map in braces")]
    [TestCase("sources: [uri: HOST/a.txt]\n", "sources: [{uri: HOST/a.txt, sha256: SHA}]\n", TestName = "A pair in brackets")]
    [TestCase("sources: [{\"uri\":\"HOST/a.txt\"}]\n", "sources: [{\"uri\":\"HOST/a.txt\", sha256: SHA}]\n", TestName = "As in JSON")]
    [TestCase("sources:\n  - &main HOST/a.txt\n", "sources:\n  - uri: &main HOST/a.txt\n    sha256: SHA\n", TestName = "An anchor")]
    [TestCase("homepage: &home HOST/a.txt\nsources:\n  - uri: *home\n", "homepage: &home HOST/a.txt\nsources:\n  - uri: *home\n    sha256: SHA\n", TestName = "An alias for the URI")]
    [TestCase("sources:\n  - &one {uri: HOST/a.txt}\n  - *one\n", "sources:\n  - &one {uri: HOST/a.txt, sha256: SHA}\n  - *one\n", TestName = "An alias for a source")]
    [TestCase("sources:\n  - uri: HOST/a.txt\n    sha256: 0000000000000000000000000000000000000000000000000000000000000000\n  - HOST/b.txt\n", "sources:\n  - uri: HOST/a.txt\n    sha256: 0000000000000000000000000000000000000000000000000000000000000000\n  - uri: HOST/b.txt\n    sha256: SHA\n", TestName = "One that has its digest stays")]
    [TestCase("sources:\n  - HOST/ä.txt # é😀\n  - HOST/b.txt # 😀\n", "sources:\n  - uri: HOST/ä.txt # é😀\n    sha256: SHA\n  - uri: HOST/b.txt # 😀\n    sha256: SHA\n", TestName = "Letters beyond ASCII")]
    public async Task Filled_in(string before, string after)
    {
        tree.Write("packages/core/zlib/Buildrules", Head + Named(before));
        await ChecksumsAsync("package=core/zlib");
        Assert.That(tree.Read("packages/core/zlib/Buildrules"), Is.EqualTo(Head + Named(after)));
    }

    [Test]
    public async Task A_second_time_there_is_nothing_to_do()
    {
        tree.Write("packages/core/zlib/Buildrules", Head + Named("sources: [HOST/a.txt]\n"));
        await ChecksumsAsync();
        var time = File.GetLastWriteTimeUtc(Path.Combine(tree.Path, "packages/core/zlib/Buildrules"));
        Assert.That(await ChecksumsAsync(), Is.EqualTo("All sources of 1 package are known by digest or commit.\n"));
        Assert.That(File.GetLastWriteTimeUtc(Path.Combine(tree.Path, "packages/core/zlib/Buildrules")), Is.EqualTo(time));
    }

    [TestCase("homepage: &home HOST/a.txt\nsources: [*home]\n", TestName = "An alias of something else")]
    [TestCase("sources:\n  - &one HOST/a.txt\n  - *one\n", TestName = "An alias of a plain item")]
    [TestCase("sources:\n  - >-\n    HOST/a.txt\n", TestName = "An item on a line below")]
    public async Task By_hand(string rules)
    {
        tree.Write("packages/core/zlib/Buildrules", Head + Named(rules));
        tree.Write("packages/core/libc/Buildrules", Head + Named("sources: [HOST/b.txt]\n"));
        var error = await Assert.ThrowsAsync<AimeeException>(() => ChecksumsAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.StartWith("packages/core/zlib/Buildrules:").And.Contain(Named("needs a line by hand"))
                .And.Contain(Named("- {uri: \"HOST/a.txt\", sha256: SHA}")));
            Assert.That(tree.Read("packages/core/zlib/Buildrules"), Is.EqualTo(Head + Named(rules)), "left as it is");
            Assert.That(tree.Read("packages/core/libc/Buildrules"), Does.Contain(Sha256), "the rest is written");
        }
    }

    [Test]
    public async Task A_source_of_a_layer_is_pinned_there_when_all_that_share_it_have_the_same()
    {
        tree.Write("packages/core/.buildrules", Named("# Shared.\nsources:\n  - HOST/common.txt\n"));
        tree.Write("packages/core/one/Buildrules", Head);
        tree.Write("packages/core/two/Buildrules", Head + Named("+sources: [HOST/two.txt]\n"));
        await ChecksumsAsync("package=core/one");
        Assert.That(tree.Read("packages/core/.buildrules"), Is.EqualTo(Named("# Shared.\nsources:\n  - uri: HOST/common.txt\n    sha256: SHA\n")));
        await ChecksumsAsync();
        Assert.That(tree.Read("packages/core/two/Buildrules"), Does.EndWith(Named("+sources: [{uri: HOST/two.txt, sha256: SHA}]\n")));
    }

    [Test]
    public async Task A_source_of_a_layer_that_means_something_else_to_each_package_is_left_to_the_user()
    {
        tree.Write("packages/.buildrules", Named("sources: [\"HOST/${NAME}.txt\"]\n"));
        tree.Write("packages/core/one/Buildrules", Head);
        tree.Write("packages/core/two/Buildrules", Head);
        var error = await Assert.ThrowsAsync<AimeeException>(() => ChecksumsAsync("package=core/one"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Is.EqualTo(Named(
                "packages/.buildrules:1:11: core/one needs a line by hand (several packages share these rules, and have different sources): "
                + "in packages/core/one/Buildrules, below 'sources:', - {uri: \"HOST/one.txt\", sha256: SHA}")));
            Assert.That(tree.Read("packages/.buildrules"), Is.EqualTo(Named("sources: [\"HOST/${NAME}.txt\"]\n")));
        }
    }

    [Test]
    public async Task A_repository_is_pinned_by_the_commit_of_its_tag_or_branch()
    {
        var commit = await MakeRepositoryAsync();
        tree.Write("packages/core/zlib/Buildrules", $"{Head}sources:\n  - git+file://{tree.Path}/work?tag=v1\n  - uri: git+file://{tree.Path}/work?branch=main\n  - git+file://{tree.Path}/work\n");
        await ChecksumsAsync();
        Assert.That(tree.Read("packages/core/zlib/Buildrules"), Is.EqualTo(
            $"{Head}sources:\n  - uri: git+file://{tree.Path}/work?tag=v1\n    commit: {commit}\n"
            + $"  - uri: git+file://{tree.Path}/work?branch=main\n    commit: {commit}\n  - uri: git+file://{tree.Path}/work\n    commit: {commit}\n"));

        await ShellAsync("cd work && git -c user.name=T -c user.email=t@example.org commit -q --allow-empty -m y && git tag -f v1");
        var error = await Assert.ThrowsAsync<AimeeException>(() => ChecksumsAsync("verify"));
        Assert.That(error!.Message.Split('\n'), Has.Length.EqualTo(2), "the tag and the branch have moved; what has a commit alone stays");
        await ChecksumsAsync("refresh");
        Assert.That(tree.Read("packages/core/zlib/Buildrules").Split('\n').Count(line => line.EndsWith(commit, StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public async Task Shell_rules_get_a_file_of_digests_that_keeps_what_it_had()
    {
        tree.Write("packages/core/zlib/Buildrules", Named("VERSION=1\nDESCRIPTION=x\nSOURCE_URI=\"HOST/a.txt HOST/get?archive=b.txt\"\n"));
        tree.Write("packages/core/zlib/Digests", $"# Mine.\n{new string('0', 64)}  other.txt\nbroken\n{new string('1', 64)} *a.txt\n");
        tree.Write("packages/core/new/Buildrules", Named("VERSION=1\nDESCRIPTION=x\nSOURCE_URI=HOST/c.txt\n"));
        await ChecksumsAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tree.Read("packages/core/new/Digests"), Is.EqualTo($"{Sha256}  c.txt\n"));
            Assert.That(tree.Read("packages/core/zlib/Digests"), Is.EqualTo(
                $"# Mine.\n{new string('0', 64)}  other.txt\n{new string('1', 64)} *a.txt\n{Sha256}  b.txt\n"), "what has a digest stays");
        }

        await ChecksumsAsync("refresh");
        Assert.That(tree.Read("packages/core/zlib/Digests"), Is.EqualTo($"# Mine.\n{new string('0', 64)}  other.txt\n{Sha256} *a.txt\n{Sha256}  b.txt\n"));
    }

    [Test]
    public async Task Verify_says_what_differs_and_refresh_replaces_it_in_its_quotes()
    {
        var rules = Named("sources:\n  - uri: HOST/a.txt\n    sha512: 'SHA512'  # long\n  - uri: HOST/b.txt\n    sha256: \"SHA\"\n");
        tree.Write("packages/core/zlib/Buildrules", Head + rules);
        Assert.That(await ChecksumsAsync("verify"), Does.EndWith("All sources of 1 package are known by digest or commit, and are what they were.\n"));

        served = Encoding.UTF8.GetBytes("something else\n");
        var error = await Assert.ThrowsAsync<AimeeException>(() => ChecksumsAsync("verify"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.Contain($"core/zlib has sha256 {Sha256}, and {server.Address}/b.txt gives").And.Contain("--refresh").And.Contain("sha512"));
            Assert.That(tree.Read("packages/core/zlib/Buildrules"), Is.EqualTo(Head + rules));
        }

        await ChecksumsAsync("refresh");
        var (sha256, sha512) = (Convert.ToHexStringLower(SHA256.HashData(served)), Convert.ToHexStringLower(SHA512.HashData(served)));
        Assert.That(tree.Read("packages/core/zlib/Buildrules"), Is.EqualTo(Head + rules.Replace(Sha512, sha512).Replace(Sha256, sha256)));
    }

    [Test]
    public async Task A_source_that_does_not_come_is_told_of_and_the_others_are_written()
    {
        tree.Write("packages/core/zlib/Buildrules", Head + Named("sources:\n  - HOST/missing.txt\n  - HOST/b.txt\n  - nonsense\n"));
        var error = await Assert.ThrowsAsync<AimeeException>(() => ChecksumsAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error!.Message, Does.Contain("packages/core/zlib/Buildrules:5:5: core/zlib: Can not fetch missing.txt").And.Contain("404"));
            Assert.That(error.Message, Does.Contain("packages/core/zlib/Buildrules:7:5: core/zlib: The source 'nonsense' is not understood"));
            Assert.That(tree.Read("packages/core/zlib/Buildrules"), Is.EqualTo(Head + Named("sources:\n  - HOST/missing.txt\n  - uri: HOST/b.txt\n    sha256: SHA\n  - nonsense\n")));
        }
    }

    [Test]
    public async Task Archives_of_one_name_are_not_taken_for_each_other()
    {
        tree.Write("sources/v1.txt", "what another package has left here\n");
        tree.Write("packages/core/zlib/Buildrules", Head + Named("sources: [HOST/zlib/v1.txt]\n"));
        await ChecksumsAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tree.Read("packages/core/zlib/Buildrules"), Does.Contain(Sha256));
            Assert.That(tree.Read("sources/v1.txt"), Is.EqualTo(Encoding.UTF8.GetString(Content)), "it is here for the fetch");
            Assert.That(Directory.GetDirectories(Path.Combine(tree.Path, "sources/.anew")), Is.Empty);
        }
    }

    [Test]
    public async Task A_file_that_the_user_has_put_there_serves_where_the_uri_does_not_and_is_named()
    {
        tree.Write("sources/missing.txt", Encoding.UTF8.GetString(Content));
        tree.Write("packages/core/zlib/Buildrules", Head + Named("sources: [HOST/missing.txt]\n"));
        Assert.That(await ChecksumsAsync(), Does.StartWith($"core/zlib: sha256 {Sha256} ({tree.Path}/sources/missing.txt)\n"));
    }

    [Test]
    public async Task A_source_of_several_packages_is_asked_for_once()
    {
        foreach (var name in new[] { "one", "two", "three" })
        {
            tree.Write($"packages/core/{name}/Buildrules", Head + Named("sources: [HOST/a.txt]\n"));
        }

        Assert.That(await ChecksumsAsync(), Does.StartWith($"core/one, core/three, core/two: sha256 {Sha256}"));
        Assert.That(server.Questions, Has.Count.EqualTo(1));
        Assert.That(tree.Read("packages/core/three/Buildrules"), Does.Contain(Sha256));
    }

    [Test]
    public async Task Mode_byte_order_mark_and_link_of_the_file_stay()
    {
        tree.Write("elsewhere/Rules", "");
        var real = Path.Combine(tree.Path, "elsewhere/Rules");
        File.WriteAllText(real, Head + Named("sources: [HOST/a.txt]\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        Directory.CreateDirectory(Path.Combine(tree.Path, "packages/core/zlib"));
        File.CreateSymbolicLink(Path.Combine(tree.Path, "packages/core/zlib/Buildrules"), "../../../elsewhere/Rules");
        await ChecksumsAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(File.ReadAllBytes(real).AsSpan(0, 3).ToArray(), Is.EqualTo(Encoding.UTF8.Preamble.ToArray()));
            Assert.That(File.ReadAllText(real), Does.EndWith(Named("sources: [{uri: HOST/a.txt, sha256: SHA}]\n")));
            Assert.That(File.GetUnixFileMode(real), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite));
            Assert.That(File.ResolveLinkTarget(Path.Combine(tree.Path, "packages/core/zlib/Buildrules"), false), Is.Not.Null);
            Assert.That(Directory.GetFiles(Path.Combine(tree.Path, "elsewhere")), Has.Length.EqualTo(1));
        }
    }

    private string Named(string text) => text.Replace("HOST", server.Address).Replace("SHA512", Sha512).Replace("SHA", Sha256);

    private Task<string> ChecksumsAsync(params string[] arguments) =>
        tree.RunAsync((workspace, output) => new ChecksumsCommand(workspace, output).RunAsync(CancellationToken.None), arguments);

    private async Task<string> MakeRepositoryAsync() => (await ShellAsync(
        """
        git init -q -b main work && cd work && git config user.name T && git config user.email t@example.org
        git commit -q --allow-empty -m x && git tag -a -m tagged v1 && git rev-parse HEAD
        """)).Trim();

    private async Task<string> ShellAsync(string script) =>
        (await new ProcessRunner().RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script) with { WorkingDirectory = tree.Path }, CancellationToken.None)).Output;
}
