using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Processes;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Tree;

/// <summary>A tree in a temporary directory, written by a test.</summary>
internal sealed class SampleTree : IDisposable
{
    public const string Host = "x86_64-unknown-linux-gnu";

    private readonly TemporaryDirectory directory = new();

    public SampleTree() => directory.Write(".builder/config", "target: aarch64-unknown-linux-gnu\n");

    public string Path => directory.Path;

    public string Write(string relativePath, string text) => directory.Write(relativePath, text);

    public static Task<Config> ConfigAsync(string top, string? name, IReadOnlyCollection<ConfigSection> sections) =>
        ConfigReader.ReadAsync(top, name, sections, new ProcessRunner(), Host, CancellationToken.None);

    public static TreeReader Reader(TimeSpan? timeLimit = null) =>
        new(BuildKinds.All, new ProcessRunner(), Host) { ShellTimeLimit = timeLimit ?? TimeSpan.FromMinutes(1) };

    public async Task<TreeReading> ReadAsync(TimeSpan? timeLimit = null) =>
        await Reader(timeLimit).ReadAsync(await ConfigAsync(Path, null, []), CancellationToken.None);

    public async Task<BuildTree> ReadWithoutFaultAsync()
    {
        var reading = await ReadAsync();
        Assert.That(reading.Diagnostics, Is.Empty);
        return reading.Tree;
    }

    /// <summary>Writes a package's rules and reads it.</summary>
    public async Task<Package> PackageAsync(string rules, string id = "core/zlib")
    {
        Write($"packages/{id}/Buildrules", rules);
        return (await ReadWithoutFaultAsync()).Find(id)!;
    }

    public void Dispose() => directory.Dispose();
}
