using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
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

    public Config Config() => ConfigReader.Read(Path, null, [], Host);

    public TreeReading Read() => new TreeReader(BuildKinds.All).Read(Config(), CancellationToken.None);

    public BuildTree ReadWithoutFault()
    {
        var reading = Read();
        Assert.That(reading.Diagnostics, Is.Empty);
        return reading.Tree;
    }

    /// <summary>Writes a package's rules and reads it.</summary>
    public Package Package(string rules, string id = "core/zlib")
    {
        Write($"packages/{id}/Buildrules", rules);
        return ReadWithoutFault().Find(id)!;
    }

    public void Dispose() => directory.Dispose();
}
