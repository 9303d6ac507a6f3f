using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Diagnostics;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Tree;

/// <summary>Every broken config of the corpus gets exactly the diagnostics that stand beside it.</summary>
[TestFixture]
public sealed class ConfigCorpusTests
{
    private static IEnumerable<string> Cases() => Corpus.Cases("configs");

    [TestCaseSource(nameof(Cases))]
    public async Task A_broken_config_gets_its_diagnostics(string name)
    {
        var fault = await Assert.ThrowsAsync<AimeeException>(
            () => SampleTree.ConfigAsync(Corpus.Top("configs", name), null, [SampleSections.Debian, SampleSections.Gentoo]));
        Corpus.Check("configs", name, fault!.Diagnostics);
    }

    [Test]
    public void A_file_of_ten_megabytes_is_refused()
    {
        using var tree = new TemporaryDirectory();
        tree.Write(".builder/config", "project: " + new string('x', 10_000_000));
        Assert.That(
            () => SampleTree.ConfigAsync(tree.Path, null, []),
            Throws.TypeOf<AimeeException>().With.Message.EqualTo(".builder/config: error AIM0002: The file is larger than 1 MiB."));
    }

    [Test]
    public async Task A_file_with_thousands_of_faults_is_not_told_to_its_end()
    {
        using var tree = new TemporaryDirectory();
        tree.Write(".builder/config", "mirrors: [" + string.Concat(Enumerable.Repeat("[],", 100_000)) + "]\n");
        var fault = await Assert.ThrowsAsync<AimeeException>(() => SampleTree.ConfigAsync(tree.Path, null, []));
        Assert.That(fault!.Diagnostics, Has.Length.LessThanOrEqualTo(201));
        Assert.That(fault.Message, Does.Contain(".builder/config: note AIM0004: The file has more than 200 faults: the rest is not shown."));
    }

    [Test]
    public void A_config_that_is_a_directory_is_a_fault()
    {
        using var tree = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(tree.Path, ".builder", "config"));
        Assert.That(
            () => SampleTree.ConfigAsync(tree.Path, null, []),
            Throws.TypeOf<AimeeException>().With.Message.StartsWith(".builder/config: error AIM0001: The file can not be read"));
    }

    [Test]
    public void A_link_that_leads_to_itself_is_a_fault()
    {
        using var tree = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(tree.Path, ".builder"));
        File.CreateSymbolicLink(Path.Combine(tree.Path, ".builder", "config"), "config");
        Assert.That(
            () => SampleTree.ConfigAsync(tree.Path, null, []),
            Throws.TypeOf<AimeeException>().With.Message.Contains("AIM0001"));
    }

    [Test]
    public void A_link_to_an_endless_device_is_a_fault()
    {
        using var tree = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(tree.Path, ".builder"));
        File.CreateSymbolicLink(Path.Combine(tree.Path, ".builder", "config"), "/dev/zero");
        Assert.That(() => SampleTree.ConfigAsync(tree.Path, null, []), Throws.TypeOf<AimeeException>().With.Message.Contains("AIM000"));
    }
}
