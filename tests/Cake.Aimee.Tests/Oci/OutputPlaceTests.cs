using Cake.Aimee.Diagnostics;
using Cake.Aimee.Oci;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Oci;

/// <summary>Where an output is written before it gets its name, and what is left there.</summary>
internal sealed class OutputPlaceTests : SquashFixture
{
    private readonly TarBuilder _layer = new TarBuilder().File("f", "1");

    private string[] Hidden => [.. Directory.GetFileSystemEntries(Root, ".*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [TestCase(ImageFormat.OciDirectory)]
    [TestCase(ImageFormat.OciArchive)]
    public async Task What_a_killed_process_left_goes_and_what_a_living_one_writes_stays(ImageFormat format)
    {
        Leave(".output.0123abcd.tmp");
        Leave(".output.89abcdef.tmp");
        Leave(".other.0123abcd.tmp");
        Leave(".output.d.tmp");
        using (FileLock.TryTake(At(".output.89abcdef.tmp/lock")))
        {
            await SquashAsync(options => options with { Format = format }, _layer);
            Assert.That(Hidden, Is.EqualTo([".other.0123abcd.tmp", ".output.89abcdef.tmp", ".output.d.tmp"]));
        }
    }

    [Test]
    public async Task A_flat_archive_clears_too()
    {
        Leave(".flat.tar.0123abcd.tmp");
        await SquashAsync(_layer);
        await Flatten.RunAsync(new FlattenOptions(At("input.tar"), At("flat.tar")));
        Assert.That(Hidden, Is.Empty);
        Assert.That(File.Exists(At("flat.tar")));
    }

    [Test]
    public async Task Where_something_else_stands_nothing_is_left()
    {
        await SquashAsync(_layer);
        Directory.CreateDirectory(At("taken"));
        await File.WriteAllTextAsync(At("taken/file"), "mine");
        foreach (var format in (ImageFormat[])[ImageFormat.OciDirectory, ImageFormat.OciArchive])
        {
            await Assert.ThatAsync(
                () => Squash.RunAsync(new SquashOptions(At("input.tar"), At("taken")) { Format = format }),
                Throws.TypeOf<AimeeException>().With.Message.Contain("is here"));
        }

        Assert.That(Hidden, Is.Empty);
        Assert.That(await File.ReadAllTextAsync(At("taken/file")), Is.EqualTo("mine"));
    }

    [Test]
    public async Task Many_at_once_to_one_place_do_no_harm()
    {
        await SquashAsync(_layer);
        var expected = OutputLayer();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Squash.RunAsync(new SquashOptions(At("input.tar"), At("archive")) { Format = ImageFormat.OciArchive })));
        Assert.That(Hidden, Is.Empty);
        await Squash.RunAsync(new SquashOptions(At("archive"), At("output")));
        Assert.That(OutputLayer(), Is.EqualTo(expected));
    }

    private void Leave(string place)
    {
        Directory.CreateDirectory(At(place + "/output/blobs"));
        File.WriteAllText(At(place + "/lock"), "");
        File.WriteAllText(At(place + "/output/blobs/partial"), "half");
    }
}
