using System.Buffers.Binary;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Planning.Formats;
using Cake.Aimee.Stages.Reports;

namespace Cake.Aimee.IntegrationTests.Pages;

/// <summary>
/// The README's pictures of the pages. Those in docs/pictures are made by
/// <c>AIMEE_PICTURES=$PWD/docs/pictures dotnet test tests/Cake.Aimee.IntegrationTests --filter PictureTests</c>.
/// </summary>
[Category("Slow")]
internal sealed class PictureTests
{
    private string directory = "";

    private string Pictures => Environment.GetEnvironmentVariable("AIMEE_PICTURES") is { Length: > 0 } pictures ? pictures : directory;

    [SetUp]
    public void Begin()
    {
        Require.Program("chromium", "chromium");
        directory = Directory.CreateTempSubdirectory("aimee-pictures-").FullName;
    }

    [TearDown]
    public void End()
    {
        if (directory.Length > 0)
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public async Task Of_a_timeline()
    {
        var size = (1200, 440);
        var files = new BuildReportFiles(directory);
        files.Write(SampleBuild.Report(
            SampleBuild.Graph(SampleSystem.Packages), 4, failing: null, node => SampleSystem.SecondsOf(node.Package.Id, node.Stage)));
        await using var page = await Browser.OpenAsync(files.Html, size);
        await CheckAsync(page, "timeline", size);
    }

    [Test]
    public async Task Of_a_graph()
    {
        var size = (1200, 560);
        var path = Path.Combine(directory, "graph.html");
        using (var writer = new StreamWriter(path))
        {
            GraphFormat.All.Single(format => format.Name == "html").Write(SampleBuild.Graph(SampleSystem.Packages).Nodes, writer);
        }

        await using var page = await Browser.OpenAsync(path, size);
        await page.EvaluateAsync("view.scale = .9; choose(names.indexOf('libs/openssl:install'), true)");
        await CheckAsync(page, "graph", size);
    }

    private async Task CheckAsync(Browser page, string name, (int Width, int Height) size)
    {
        Assert.That(page.Errors, Is.Empty);
        var path = Path.Combine(Pictures, name + ".png");
        await page.ShootAsync(path);
        var picture = await File.ReadAllBytesAsync(path);
        using (Assert.EnterMultipleScope())
        {
            // A PNG file: its signature, and behind it the size (PNG specification, 5.2 and 11.2.1).
            Assert.That(picture[1..4], Is.EqualTo("PNG"u8.ToArray()));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), Is.EqualTo(size.Width));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20)), Is.EqualTo(size.Height));
            Assert.That(picture, Has.Length.InRange(10_000, 150_000), "something is drawn, and it is fit for a repository");
        }
    }
}
