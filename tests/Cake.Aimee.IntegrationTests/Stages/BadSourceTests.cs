using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Sources;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>Servers that do not give what they should, each with a package that wants its source from there.</summary>
internal sealed class BadSourceTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(number => number.ToString(CultureInfo.InvariantCulture))));
    private readonly List<LoopbackServer> servers = [];
    private StageTree stages = null!;
    private bool areWell;

    private delegate Task Answer(Question question, NetworkStream stream, CancellationToken stop);

    [SetUp]
    public void MakeTree() => stages = new StageTree();

    [TearDown]
    public void RemoveTree()
    {
        servers.ForEach(server => server.Dispose());
        stages?.Dispose();
    }

    [Test]
    public async Task Each_is_told_with_package_stage_and_log_nothing_half_is_kept_and_the_same_command_goes_on()
    {
        var closed = ClosedAddress();
        Dictionary<string, (Answer Answer, string Said)> bad = new()
        {
            ["missing"] = (Says("404 Not Found"), "404 Not Found"),
            ["forbidden"] = (Says("403 Forbidden"), "403 Forbidden"),
            ["failing"] = (Says("500 Internal Server Error"), "500 Internal Server Error (4 attempts)"),
            ["cut"] = ((_, stream, _) => LoopbackServer.WriteAsync(stream, "200 OK", $"Content-Length: {Content.Length}", Content.AsMemory(0, 1000)), "(4 attempts)"),
            ["wrong"] = ((_, stream, _) => LoopbackServer.WriteAsync(stream, "200 OK", "Content-Length: 5", "other"u8.ToArray()), $"not sha256:{Digest}"),
            ["nowhere"] = (Says("302 Found"), "a redirect to nowhere"),
            ["astray"] = (Says("302 Found", $"Location: {closed}/astray-1.bin"), "Connection refused"),
            ["circle"] = (Says("302 Found", "Location: /circle-1.bin"), "redirect"),
            ["mumbling"] = ((_, stream, stop) => stream.WriteAsync("what?\r\n\r\n"u8.ToArray(), stop).AsTask(), "(4 attempts)"),
            ["stalled"] = ((_, _, stop) => Task.Delay(Timeout.Infinite, stop), "stalled-1.bin: 0 bytes from http://"),
        };
        foreach (var (name, (answer, _)) in bad)
        {
            AddPackage(name, Serve(answer).Address, name == "stalled" ? "timeout: {fetch: 4s}\n" : "");
        }

        AddPackage("closed", closed, "");
        string[] command = ["--target=all:fetch", "--keep-going", "--jobs=4"];
        var output = (await stages.Tree.HostAsync(command)).Refused("11 stages failed").Output;
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, said) in bad.Select(entry => (entry.Key, entry.Value.Said)).Append(("closed", "Connection refused")))
            {
                Assert.That(Paragraph(output, name), Does.Contain($"core/{name}:fetch").And.Contain(said).And.Contain($"tmp/core/{name}/log/fetch.log"));
            }

            Assert.That(Paragraph(output, "stalled"), Does.Contain("ran longer than 00:00:04"));
            Assert.That(Visible(), Is.Empty);
        }

        areWell = true;
        await File.WriteAllBytesAsync(stages.Tree.In("sources/closed-1.bin"), Content);
        (await stages.Tree.HostAsync(command)).Succeeded();
        Assert.That(Visible().Select(Path.GetFileName), Is.EquivalentTo(bad.Keys.Append("closed").Select(name => $"{name}-1.bin")));
        Assert.That(Visible().Select(File.ReadAllBytes), Has.All.EqualTo(Content));
    }

    private static string Digest => Convert.ToHexStringLower(SHA256.HashData(Content));

    private static Answer Says(string status, string headers = "") =>
        (_, stream, _) => LoopbackServer.WriteAsync(stream, status, headers, default);

    private string[] Visible() => Directory.GetFiles(stages.Tree.In("sources"));

    /// <summary>What the summary says of a package.</summary>
    private static string Paragraph(string output, string package) => output.Split("\n\n")
        .FirstOrDefault(paragraph => paragraph.Contains($"/core/{package}/log/", StringComparison.Ordinal)) ?? "";

    private LoopbackServer Serve(Answer answer)
    {
        var server = new LoopbackServer((question, stream, stop) =>
            areWell ? LoopbackServer.ServeAsync(question, stream, Content, "\"1\"") : answer(question, stream, stop));
        servers.Add(server);
        return server;
    }

    /// <summary>An address at which nobody listens any more.</summary>
    private static string ClosedAddress()
    {
        using var server = new LoopbackServer((_, _, _) => Task.CompletedTask);
        return server.Address;
    }

    private void AddPackage(string name, string address, string more) => stages.Tree.Write(
        $"packages/core/{name}/Buildrules", StageTree.Rules("none", $"sources: [{{uri: '{address}/{name}-1.bin', sha256: {Digest}}}]\n{more}"));
}
