using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Commands;

/// <summary>Stages as users run them: through hosts.</summary>
internal sealed class StageTests
{
    private StageTree stages = null!;

    [SetUp]
    public void MakeTree() => stages = new StageTree();

    [TearDown]
    public void RemoveTree() => stages?.Dispose();

    [Test]
    public async Task A_target_is_built_and_then_up_to_date()
    {
        var first = (await stages.Tree.HostAsync("--target=core/app:install")).Succeeded();
        Assert.That(first.Output, Does.Match(@"(?m)^core/app:package: ran in ").And.Match(@"(?m)^\d+ ran"));
        var second = (await stages.Tree.HostAsync("--target=core/app:install", "--explain")).Succeeded();
        Assert.That(second.Output, Does.Match(@"(?m)^core/app:package: up to date: .+").And.Not.Match(@"\d+ ran"));
    }

    [Test]
    public async Task A_failed_stage_shows_the_end_of_its_log_and_where_that_is()
    {
        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: |\n  printf 'last \\033[31mwords\\n'\n  exit 3\n"));
        var result = (await stages.Tree.HostAsync("--target=core/app:package")).Refused("core/libc:compile failed with exit code 3.");
        Assert.That(result.Output, Does.Match(@"(?m)^core/libc:compile: failed in .* s: exit code 3\.$")
            .And.Contain("last words").And.Contain("tmp/core/libc/log/compile.log").And.Contain("1 failed"));
    }

    [Test]
    public async Task What_is_installed_is_checked_before_it_is_packed_and_a_waiver_costs_no_compile()
    {
        const string Body = "compile: |\n  mkdir -p $D/usr/bin $D/usr/lib\n  echo su >$D/usr/bin/su\n  chmod 4755 $D/usr/bin/su\n  echo >$D/usr/lib/libx.la\n";
        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", Body));
        var refused = await stages.Tree.HostAsync("--target=core/libc:package");
        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Output, Does.Contain("packages/core/libc/Buildrules: error AIM0153: /usr/bin/su runs with the rights of its owner (mode 4755)."));
        Assert.That(File.ReadAllText(stages.Tree.In("tmp/core/libc/log/package.log")), Does.Contain("warning AIM0156: /usr/lib/libx.la"));
        Assert.That(Directory.Exists(stages.Tree.In("artifacts")) ? Directory.GetFiles(stages.Tree.In("artifacts"), "libc*", SearchOption.AllDirectories) : [], Is.Empty);

        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", Body + "waive: {setuid: su needs it}\n"));
        var waived = (await stages.Tree.HostAsync("--target=core/libc:package")).Succeeded();
        Assert.That(waived.Output, Does.Match(@"(?m)^core/libc:package: ran in ").And.Match(@"(?m)^core/libc:compile: up to date"));

        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", Body + "waive: {setuids: su needs it}\n"));
        Assert.That((await stages.Tree.HostAsync("--target=core/libc:package")).Output, Does.Contain("not 'setuids'").And.Contain("Did you mean 'setuid'?"));
    }

    [Test]
    public async Task A_build_leaves_a_report_for_programs_and_one_for_people()
    {
        stages.Tree.Write("packages/core/app/Buildrules", StageTree.Rules("none", "depends: {build: [core/libc]}\ncompile: exit 3\n"));
        await stages.Tree.HostAsync("--target=core/app:package");
        var report = JsonNode.Parse(File.ReadAllText(stages.Tree.In("tmp/build-report.json")))!;
        var failed = report["stages"]!.AsArray().Single(stage => (string?)stage!["status"] == "failed")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)failed["id"], Is.EqualTo("core/app:compile"));
            Assert.That(File.Exists(stages.Tree.In($"tmp/{failed["log"]}")), Is.True);
            Assert.That(report["criticalPath"]!["stages"]!.AsArray().Select(stage => (string?)stage), Does.Contain("core/libc:compile"));
            Assert.That(report["stages"]!.AsArray().Select(stage => $"{stage!["id"]} {stage["status"]}"), Does.Contain("core/libc:install ran"));
            Assert.That(File.ReadAllText(stages.Tree.In("tmp/build-report.html")), Does.Contain("core/app:compile"));
        }
    }

    [Test]
    public async Task Keep_going_lists_all_failures()
    {
        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: exit 3\n"));
        stages.Tree.Write("packages/core/other/Buildrules", StageTree.Rules("none", "compile: exit 4\n"));
        var result = (await stages.Tree.HostAsync("--target=all:package", "--keep-going")).Refused("core/libc:compile", "core/other:compile");
        Assert.That(result.Output, Does.Contain("core/libc:compile failed with exit code 3.").And.Contain("core/other:compile failed with exit code 4.").And.Contain("2 failed"));
    }

    [Test]
    public async Task A_broken_tree_or_a_wrong_name_is_told_of_before_anything_runs()
    {
        (await stages.Tree.HostAsync("--target=core/ap:package")).Refused("There is no 'core/ap:package' in the tree. Did you mean 'core/app:package'?");
        stages.Tree.Write("packages/core/bad/Buildrules", "version: 1\nnonsense: x\nalso: y\n");
        var result = await stages.Tree.HostAsync("--target=core/app:package");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("Buildrules:2:1: error").And.Contain("Buildrules:3:1: error").And.Not.Contain("   at ").And.Not.Contain("core/libc:fetch"));
        Assert.That(Directory.Exists(stages.Tree.In("tmp/core")), Is.False);
    }

    [Test]
    public async Task In_a_packages_directory_a_bare_stage_is_that_packages()
    {
        var here = stages.Tree.In("packages/core/libc");
        var result = await stages.Tree.RunInAsync(here, ["dotnet", Repository.Host, $"--working={here}", "--target=prep", "--dryrun"]);
        Assert.That(result.Succeeded().Output, Does.Contain("core/libc:prep").And.Not.Contain("core/app"));
    }

    [Test]
    public async Task Typed_tasks_are_tied_to_stages_and_kinds_and_stages_can_be_added()
    {
        stages.Tree.Write("packages/core/app/Buildrules", StageTree.Rules("script", "options: [one, 'two words']\ndepends: {build: [core/libc]}\n"));
        stages.Tree.Write("packages/core/app/source/build.sh", "mkdir -p \"$D/usr/bin\"\nfor word; do echo \"<$word>\"; done | tee \"$D/usr/bin/app\"\n");
        var output = (await stages.ExampleHostAsync()).Succeeded().Output;
        string[] order = ["the licences have been read", "core/app:compile: ran", "core/app:package: ran", "signed"];
        Assert.That(order.Select(text => output.IndexOf(text, StringComparison.Ordinal)), Is.Ordered.Ascending.And.All.Not.Negative, output);
        Assert.That(File.ReadAllText(stages.Tree.In("tmp/core/app/log/compile.log")), Does.Contain("<one>\n<two words>\n"));

        (await stages.ExampleHostAsync("--target=core/app:notice")).Succeeded();
        Assert.That(File.ReadAllText(stages.Tree.In("tmp/core/app/notice")), Is.EqualTo("core/app 1: MIT"));
    }

    [Test]
    public async Task An_added_stage_finds_what_was_compiled_whatever_artifacts_there_are()
    {
        (await stages.ExampleHostAsync("--target=core/libc:package")).Succeeded();
        Assert.That(stages.Tree.In("tmp/core/libc/install"), Does.Not.Exist);

        for (var round = 0; round < 2; round++)
        {
            (await stages.ExampleHostAsync("--target=core/libc:package", "--target=core/libc:weigh")).Succeeded();
            Assert.That(File.ReadAllText(stages.Tree.In("tmp/core/libc/log/weigh.log")), Does.Contain("5 bytes"));
        }

        var again = (await stages.ExampleHostAsync("--target=core/libc:weigh")).Succeeded().Output;
        Assert.That(again, Does.Contain("core/libc:compile: up to date"));
    }

    [Test]
    public async Task Prune_takes_what_a_killed_build_left_and_nothing_that_another_is_writing()
    {
        string[] old = ["artifacts/.old.0123abcd.tmp", "artifacts/aarch64-unknown-linux-gnu/.passing/core/old-1.0-1.tar.zst/archive.tar.zst", "sources/.partial/old-1.0.tar.gz"];
        string[] young = ["artifacts/.new.0123abcd.tmp", "artifacts/aarch64-unknown-linux-gnu/.passing/core/new-1.0-1.tar.zst/archive.tar.zst", "sources/.partial/new-1.0.tar.gz"];
        foreach (var file in old.Concat(young))
        {
            stages.Tree.Write(file, "half");
        }

        foreach (var file in old)
        {
            File.SetLastWriteTimeUtc(stages.Tree.In(file), DateTime.UtcNow.AddDays(-2));
        }

        var output = (await stages.Tree.HostAsync("--target=Prune")).Succeeded().Output;

        Assert.That(output.Split('\n').Where(line => line.StartsWith("left behind: ", StringComparison.Ordinal)), Is.EqualTo(old.Select(file => $"left behind: {file}")));
        Assert.That(old.Select(stages.Tree.In), Has.None.Exist);
        Assert.That(young.Select(stages.Tree.In), Has.All.Exist);
    }

    [Test]
    public async Task Source_schemes_can_be_added()
    {
        var content = "from the depot\n"u8.ToArray();
        Directory.CreateDirectory(stages.Tree.In("depot"));
        File.WriteAllBytes(stages.Tree.In("depot/data.txt"), content);
        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules(
            "none", $"sources: [{{uri: 'depot:/data.txt', sha256: {Convert.ToHexStringLower(SHA256.HashData(content))}}}]\ncompile: mkdir -p $D/usr; cp $W/data.txt $D/usr\n"));
        (await stages.ExampleHostAsync("--target=core/libc:fetch")).Refused("DEPOT is not set");
        (await stages.ExampleHostAsync(("DEPOT", stages.Tree.In("depot")), "--target=core/libc:fetch")).Succeeded();
    }

    [Test]
    public async Task Ctrl_C_ends_what_runs_and_the_same_command_goes_on()
    {
        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: |\n  touch $T/started\n  sleep 7654321\n"));
        using var run = stages.Tree.StartHost("--target=core/libc:package");
        while (!File.Exists(stages.Tree.In("tmp/core/libc/tmp/started")) && !run.HasEnded)
        {
            await Task.Delay(50);
        }

        await run.SignalAsync("INT");
        var result = await run.EndAsync();
        Assert.That(result.ExitCode, Is.EqualTo(130), result.Output);
        Assert.That(result.Output, Does.Contain("was interrupted. The same command goes on where it stopped."));
        Assert.That(RunningPrograms.CommandLines(), Has.None.Contains("sleep 7654321"));

        stages.Tree.Write("packages/core/libc/Buildrules", StageTree.Rules("none", "compile: mkdir -p $D/usr\n"));
        (await stages.Tree.HostAsync("--target=core/libc:package")).Succeeded();
    }

    [Test]
    public void What_the_documentation_shows_is_what_is_compiled()
    {
        var compiled = string.Concat(Directory.GetFiles(Path.Combine(Repository.Top, "tests/Cake.Aimee.ExampleHost"), "*.cs").Select(File.ReadAllText));
        var shown = File.ReadAllText(Path.Combine(Repository.Top, "docs/extending.md")).Split("```csharp\n").Skip(1)
            .Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])
            .Where(block => !block.StartsWith("AimeeTasks", StringComparison.Ordinal))
            .ToList();
        Assert.That(shown, Has.Count.EqualTo(6));
        foreach (var block in shown)
        {
            Assert.That(compiled, Does.Contain(block.TrimEnd()));
        }
    }
}
