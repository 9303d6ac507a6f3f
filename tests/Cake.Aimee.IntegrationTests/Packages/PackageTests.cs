using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>What the packages are made of.</summary>
[TestFixture]
[Category("Slow")]
internal sealed partial class PackageTests
{
    [Test]
    public async Task They_hold_what_was_read_and_need_nothing_else()
    {
        var feed = await PackedFeed.SharedAsync();
        var text = new StringBuilder();
        foreach (var file in Directory.GetFiles(feed.Directory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal))
        {
            var (entries, nuspec) = feed.Read(file);
            text.Append("== ").Append(file).Append(" ==\n")
                .AppendJoin('\n', entries.Where(entry => !IsRuntime(entry))).Append('\n')
                .AppendJoin('\n', nuspec.Split('\n').Where(line => !IsAddedByNuGet(line))).Append('\n');
        }

        Verified.Matches(Commit().Replace(text.Replace(feed.Version, "VERSION").ToString(), "COMMIT"), "Packages");
    }

    [Test]
    public async Task They_are_the_same_bytes_wherever_and_whenever_they_are_made()
    {
        var feed = await PackedFeed.SharedAsync();
        await using var other = await PackedFeed.MakeAsync();
        Assert.That(Digests(other), Is.EqualTo(Digests(feed)));
    }

    /// <summary>What .NET's own runtime consists of, which the tool that is compiled ahead brings along, is .NET's to say.</summary>
    private static bool IsRuntime(string entry) =>
        entry.StartsWith("tools/", StringComparison.Ordinal)
        && (Path.GetFileName(entry) == "libhostfxr.so" || File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), Path.GetFileName(entry))));

    /// <summary>For clients that know no licence expressions, NuGet adds an address of its own.</summary>
    private static bool IsAddedByNuGet(string line) => line.Contains("<licenseUrl>", StringComparison.Ordinal);

    private static string[] Digests(PackedFeed feed) =>
    [
        .. Directory.GetFiles(feed.Directory).Order(StringComparer.Ordinal)
            .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];

    [GeneratedRegex("[0-9a-f]{40}")]
    private static partial Regex Commit();
}
