using System.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class SysrootKillTests : ArtifactTests
{
    private const int Kills = 8;
    private const string Cache = "\nvar/cache/";

    [Test]
    public async Task A_kill_at_any_moment_leaves_one_version_whole_or_none()
    {
        var random = new Random(7);
        var one = await ArchiveAsync("1.0", i => $"usr/{i % 7}/{(i % 3 == 0 ? "one" : "both")}{i}=1");
        var two = await ArchiveAsync("2.0", i => $"usr/{i % 5}/{(i % 3 == 0 ? "two" : "both")}{i}=2");
        await InstallAsync("core/other", "1.0", "usr/0/other=o", "var/cache/other=o");
        var nothing = Installed();
        var states = new Dictionary<string, string> { ["nothing"] = nothing };
        foreach (var (name, archive) in ((string, string)[])[("one", one), ("two", two)])
        {
            using var runner = Start(archive);
            await TurnsAsync(runner, 0);
            await KillAsync(runner);
            await RecoverAsync();
            states[name] = Installed();
        }
        Assert.That(states["two"], Does.Contain(Cache + "19=cache"));
        var seen = new HashSet<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            using var runner = Start(one, two, "-");
            await TurnsAsync(runner, random.Next(0, 6));
            await Task.Delay(random.Next(0, 25));
            await KillAsync(runner);
            await RecoverAsync();
            var state = Installed();
            Assert.That(states.Values, Does.Contain(state), $"after kill {kill}");
            Assert.That(Sysroot.Find("core/a") is null, Is.EqualTo(state == nothing));
            Assert.That(Directory.GetFileSystemEntries(InTop("sysroot/triple/.installed/changes")), Is.Empty);
            seen.Add(state);
        }
        Assert.That(seen, Has.Count.GreaterThan(1), "the kills came at different moments");
    }

    [Test]
    public async Task A_full_disk_is_said_and_leaves_the_old_version()
    {
        await NeedMountsAsync();
        var one = Store.PathOf((await PackAsync("core/a", "1.0", "usr/a=1", "usr/b=1")).Name);
        var two = Store.PathOf((await PackAsync("core/a", "2.0", "usr/a=2", "usr/big=" + new string('x', 2_000_000))).Name);
        var result = await RunAsync($"mount -t tmpfs -o size=1m none {Sysroot.Directory}", one, two);
        Assert.That(string.Join('\n', result.LastLines), Does.Contain("No space left on device"));
        Assert.That(result.Output.Split('\n'), Is.SupersetOf((string[])["0", "usr/a", "usr/b"]).And.Not.Contain("usr/big"));
    }

    [Test]
    public async Task A_sysroot_that_can_not_be_written_is_said()
    {
        await NeedMountsAsync();
        var one = Store.PathOf((await PackAsync("core/a", "1.0", "usr/a=1")).Name);
        var result = await RunAsync($"mount -t tmpfs -o ro none {Sysroot.Directory}", one);
        Assert.That(string.Join('\n', result.LastLines), Does.Contain($"Can not install core/a in {Sysroot.Directory}: Read-only file system"));
    }

    private static async Task NeedMountsAsync()
    {
        var support = await IsolationSupport.ProbeAsync(default);
        Assume.That(support.Supported.HasFlag(Isolation.Mounts), "this machine does not allow mount namespaces");
    }

    /// <summary>Installs on another file system until that fails, and lists what is there then.</summary>
    private Task<ProcessResult> RunAsync(string mount, params string[] archives)
    {
        Directory.CreateDirectory(Sysroot.Directory);
        var script = $"{mount} && {{ dotnet exec '{typeof(Program).Assembly.Location}' install {Sysroot.Directory} core/a {string.Join(' ', archives)}; cd {Sysroot.Directory}; find usr -type f; ls .installed/changes; }}";
        return Runner.RunAsync(ProcessRequest.Of("sh", "-c", script) with { Isolation = Isolation.Mounts }, default);
    }

    private async Task<string> ArchiveAsync(string version, Func<int, string> file)
    {
        var sidecar = await PackAsync("core/a", version, [.. Enumerable.Range(0, 300).Select(file), $"usr/share/{version}/only=x", version == "1.0" ? "etc/a=file" : "etc/a/a=below"]);
        return Store.PathOf(sidecar.Name);
    }

    private Process Start(params string[] archives) => Process.Start(new ProcessStartInfo(
        "dotnet", ["exec", typeof(Program).Assembly.Location, "install", Sysroot.Directory, "core/a", .. archives]) { RedirectStandardOutput = true })!;

    private static async Task TurnsAsync(Process runner, int last)
    {
        for (string? line = null; line != last.ToString(System.Globalization.CultureInfo.InvariantCulture);)
        {
            line = await runner.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.That(line, Is.Not.Null, "it failed by itself");
        }
    }

    private static async Task KillAsync(Process runner)
    {
        runner.Kill();
        await runner.WaitForExitAsync();
    }

    /// <summary>Any change of the sysroot first takes back what was broken off.</summary>
    private Task RecoverAsync() => Sysroot.UninstallAsync("core/none", default);
}
