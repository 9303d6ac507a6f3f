using System.Diagnostics;
using System.Globalization;
using Cake.Aimee.Artifacts;
using Cake.Aimee.Artifacts.Sysroots;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Benchmarks.Artifacts;

/// <summary>Looking up many artifacts beside <c>cat</c> of their sidecars, and installing one with many files beside <c>tar</c> and <c>rm</c>.</summary>
internal static class ArtifactBenchmark
{
    private const int Packages = 10_000;
    private const int Files = 10_000;
    private static readonly ProcessRunner Runner = new();

    /// <summary>Writes milliseconds and ratios.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        var top = Directory.CreateTempSubdirectory("aimee-benchmark-").FullName;
        try
        {
            await FindAsync(top, output);
            await InstallAsync(top, output);
        }
        finally
        {
            Directory.Delete(top, recursive: true);
        }
    }

    private static async Task FindAsync(string top, TextWriter output)
    {
        var store = new ArtifactStore(Path.Combine(top, "artifacts"));
        var first = (await PackAsync(store, top, "p0", 1)).Name;
        var (archive, sidecar) = (await File.ReadAllBytesAsync(store.PathOf(first)), await File.ReadAllTextAsync(store.PathOf(first) + ".json"));
        for (var i = 1; i < Packages; i++)
        {
            var name = first with { Name = string.Create(CultureInfo.InvariantCulture, $"p{i}") };
            await File.WriteAllBytesAsync(store.PathOf(name), archive);
            await File.WriteAllTextAsync(store.PathOf(name) + ".json", sidecar.Replace("\"p0\"", $"\"{name.Name}\"", StringComparison.Ordinal));
        }
        await Task.Delay(1500);
        var names = Enumerable.Range(0, Packages).Select(i => first with { Name = string.Create(CultureInfo.InvariantCulture, $"p{i}") }).ToList();
        var byName = Time(() => names.Count(name => store.Find(name) is not null));
        var byKey = Time(() => names.Count(name => store.Find(name.Category, name.Name, new string('0', 64)) is not null));
        var cat = await TimeAsync($"find {top}/artifacts/core -name '*.json' -exec cat {{}} + >/dev/null");
        await output.WriteLineAsync($"find {Packages} artifacts: {byName:F0} ms by name, then {byKey:F0} ms by key; cat of the sidecars {cat:F0} ms: {byName / cat:F1} times cat's");
    }

    private static async Task InstallAsync(string top, TextWriter output)
    {
        var store = new ArtifactStore(Path.Combine(top, "artifacts"));
        var sidecar = await PackAsync(store, top, "big", Files);
        using var sysroot = new Sysroot(Path.Combine(top, "sysroot"), Runner);
        var request = new InstallRequest(sidecar.Name.Id, store.PathOf(sidecar.Name), sidecar.Digest, sidecar.Key);
        var install = await TimeAsync(() => sysroot.InstallAsync(request, default));
        var again = await TimeAsync(() => sysroot.InstallAsync(request, default));
        var uninstall = await TimeAsync(() => sysroot.UninstallAsync(request.Id, default));
        var tar = await TimeAsync($"mkdir {top}/peer && tar -C {top}/peer --zstd -xf {request.Archive} && sync -f {top}/peer");
        var rm = await TimeAsync($"rm -r {top}/peer");
        await output.WriteLineAsync(
            $"install {Files} files: {install:F0} ms, over itself {again:F0} ms, uninstall {uninstall:F0} ms; tar and sync {tar:F0} ms, rm {rm:F0} ms: {install / tar:F1} and {uninstall / rm:F1} times theirs");
        var small = await PackAsync(store, top, "small", 3);
        var one = new InstallRequest(small.Name.Id, store.PathOf(small.Name), small.Digest, small.Key);
        await sysroot.InstallAsync(one, default);
        var times = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            times.Add(await TimeAsync(() => sysroot.InstallAsync(one, default)));
        }
        await output.WriteLineAsync($"install 3 files: {times.Order().ElementAt(10):F1} ms (median of {times.Count})");
    }

    private static async Task<ArtifactSidecar> PackAsync(ArtifactStore store, string top, string name, int files)
    {
        var root = Path.Combine(top, "roots", name);
        for (var i = 0; i < files; i++)
        {
            var path = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"usr/share/{name}/{i % 97}/{i}"));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, path);
        }
        var request = new ArtifactRequest(new("core", name, "1.0", "0", "tar.zst"), new string('0', 64), root, new());
        return (await store.PackAsync(request, Runner, default)).Sidecars[0];
    }

    private static double Time(Func<int> action)
    {
        var watch = Stopwatch.StartNew();
        var count = action();
        return count > 0 ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException("Nothing was found.");
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static Task<double> TimeAsync(string script) => TimeAsync(() => Runner.RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script), default));
}
