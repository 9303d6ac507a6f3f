using System.Security.Cryptography;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Stages;

/// <summary>What runs again, and what does not: after changes, after kills, beside other builds.</summary>
internal sealed class RestartTests : StageFixture
{
    [Test]
    public async Task A_changed_variable_is_named_and_runs_what_it_touches()
    {
        Tree.Write("packages/core/other/Buildrules", StageTree.Rules("none", "env: {COLOUR: red}\ncompile: mkdir -p $D/usr; echo $COLOUR >$D/usr/colour\n"));
        (await Tree.HostAsync("--target=all:package")).Succeeded();
        Tree.Write("packages/core/other/Buildrules", StageTree.Rules("none", "env: {COLOUR: blue}\ncompile: mkdir -p $D/usr; echo $COLOUR >$D/usr/colour\n"));

        var explained = (await Tree.HostAsync("--target=Explain")).Succeeded().Output;
        Assert.That(explained, Does.Match(@"(?m)^core/other:compile +run +changed: variable COLOUR$").And.Match("(?m)^core/app:compile +done"));
        var built = (await Tree.HostAsync("--target=all:package", "--explain")).Succeeded().Output;
        Assert.That(Ran(built), Is.EqualTo(["core/other:prep", "core/other:compile", "core/other:package"]));
    }

    [Test]
    public async Task An_equal_artifact_stops_a_rebuild_from_spreading()
    {
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: |\n  : another way to the same\n  mkdir -p $D/usr/lib\n  echo libc >$D/usr/lib/libc\n"));
        var built = (await Tree.HostAsync("--target=core/app:package")).Succeeded().Output;
        Assert.That(Ran(built), Is.EqualTo(["core/libc:compile", "core/libc:package"]));
    }

    [Test]
    public async Task A_touched_file_rebuilds_nothing()
    {
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
        File.SetLastWriteTimeUtc(Tree.In("packages/core/libc/Buildrules"), DateTime.UtcNow);
        Assert.That(Ran((await Tree.HostAsync("--target=core/app:package")).Succeeded().Output), Is.Empty);
    }

    [Test]
    public async Task A_failed_stage_is_never_taken_for_a_result()
    {
        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: |\n  mkdir -p $D/usr/lib; echo half >$D/usr/lib/libc\n  [ -e $F/go ]\n"));
        Assert.That((await Tree.HostAsync("--target=core/libc:package")).ExitCode, Is.Not.Zero);
        Assert.That((await Tree.HostAsync("--target=core/libc:package")).ExitCode, Is.Not.Zero);
        Assert.That(Directory.Exists(Tree.In("artifacts")), Is.False);
    }

    [Test]
    public async Task Killed_again_and_again_it_ends_with_the_same_bytes()
    {
        Slow();
        using var whole = new StageTree();
        Slow(whole.Tree);
        (await whole.Tree.HostAsync("--target=core/app:install", "--jobs=2")).Succeeded();

        var kills = 0;
        for (var wait = 300; ; wait += 130)
        {
            using var run = Tree.StartHost("--target=core/app:install", "--jobs=2");
            var end = run.EndAsync();
            if (await Task.WhenAny(end, Task.Delay(wait)) == end)
            {
                (await end).Succeeded();
                break;
            }

            await run.SignalAsync("KILL");
            await end;
            kills++;
        }

        Assert.That(kills, Is.Positive);
        Assert.That(Contents(Tree.In("artifacts"), "*.tar.zst"), Is.EqualTo(Contents(whole.Tree.In("artifacts"), "*.tar.zst")));
        Assert.That(Contents(Tree.In("sysroot"), "*"), Is.EqualTo(Contents(whole.Tree.In("sysroot"), "*")));
        Assert.That(Directory.GetFiles(Tree.In("artifacts"), "*.tmp", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public async Task Two_builds_at_once_do_each_stage_once_and_no_harm()
    {
        Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: |\n  sleep 2\n  mkdir -p $D/usr/lib\n  echo libc >$D/usr/lib/libc\n"));
        var results = await Task.WhenAll(Tree.HostAsync("--target=core/app:install"), Tree.HostAsync("--target=core/app:install"));
        foreach (var result in results)
        {
            result.Succeeded();
        }

        var starts = File.ReadAllLines(Tree.In("tmp/core/libc/log/journal.jsonl")).Count(line => line.Contains("\"compile\",\"event\":\"start\"", StringComparison.Ordinal));
        Assert.That(starts, Is.EqualTo(1));
    }

    [Test]
    public async Task Artifacts_come_from_upstream_and_a_lying_one_costs_time_alone()
    {
        var upstream = Tree.In("upstream");
        Tree.Configure("config", $"system: debian}}\nupstream: {{artifacts: {upstream}, push: true");
        (await Tree.HostAsync("--target=core/app:package")).Succeeded();
        Forget();

        var pulled = (await Tree.HostAsync("--target=core/app:package")).Succeeded().Output;
        Assert.That(Ran(pulled), Is.Empty, pulled);
        Assert.That(pulled, Does.Match("(?m)^core/app:package: (pulled|brought)"));
        Forget();

        foreach (var blob in Directory.GetFiles(Path.Combine(upstream, "blobs/sha256")))
        {
            await File.WriteAllTextAsync(blob, "lies");
        }

        Assert.That(Ran((await Tree.HostAsync("--target=core/app:package")).Succeeded().Output), Does.Contain("core/app:compile"));
    }

    [Test]
    public async Task Pulled_dependencies_are_never_built_and_a_missing_one_names_its_job()
    {
        var upstream = Tree.In("upstream");
        Tree.Configure("config", $"system: debian}}\nupstream: {{artifacts: {upstream}, push: true");
        (await Tree.HostAsync("--target=core/app:package", "--dependencies=pull")).Refused("core/libc:package");
        Assert.That(Directory.Exists(Tree.In("artifacts")), Is.False);
        (await Tree.HostAsync("--target=core/libc:package", "--dependencies=pull")).Succeeded();
        Forget();
        Assert.That(Ran((await Tree.HostAsync("--target=core/app:package", "--dependencies=pull")).Succeeded().Output), Has.None.StartsWith("core/libc:"));
    }

    private static string[] Ran(string output) =>
    [
        .. output.Split('\n').Where(line => line.Contains(": ran in ", StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf(": ran in ", StringComparison.Ordinal)])
            .Where(stage => stage is not ("core/libc:fetch" or "core/app:fetch" or "core/libc:install" or "core/libc:prep")),
    ];

    private static string[] Contents(string directory, string pattern) =>
    [
        .. Directory.GetFiles(directory, pattern, SearchOption.AllDirectories)
            .Where(path => !path.Contains("/.", StringComparison.Ordinal))
            .Select(path => $"{Path.GetRelativePath(directory, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}")
            .Order(StringComparer.Ordinal),
    ];

    private void Slow(UserTree? tree = null)
    {
        tree ??= Tree;
        tree.Write("packages/core/libc/source/data", new string('x', 100_000));
        tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "prep: sleep 0.3; echo prepared >>data\ncompile: |\n  echo compiled >>data; sleep 0.4\n  mkdir -p $D/usr/lib\n  cp data $D/usr/lib/libc; sleep 0.3\n"));
        tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", "depends: {build: [core/libc]}\ncompile: |\n  sleep 0.4; mkdir -p $D/usr/bin\n  cat $SYSROOT/usr/lib/libc >$D/usr/bin/app\npost_install: |\n  mkdir -p var/cache; sleep 0.3; echo known >var/cache/app\n"));
    }

    /// <summary>Another machine: nothing but the rules.</summary>
    private void Forget()
    {
        foreach (var name in new[] { "artifacts", "tmp", "sysroot" }.Where(name => Directory.Exists(Tree.In(name))))
        {
            Directory.Delete(Tree.In(name), recursive: true);
        }
    }
}
