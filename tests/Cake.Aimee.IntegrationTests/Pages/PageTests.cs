using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Planning.Formats;
using Cake.Aimee.Stages.Reports;

namespace Cake.Aimee.IntegrationTests.Pages;

/// <summary>The pages that we write, in a real browser: to pan, zoom and search, and without network.</summary>
[TestFixture]
internal sealed class PageTests
{
    private string directory = "";

    [SetUp]
    public void Begin()
    {
        Require.Program("chromium", "chromium");
        directory = Directory.CreateTempSubdirectory("aimee-pages-").FullName;
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
    public async Task The_graph_is_panned_zoomed_searched_and_says_what_a_stage_needs()
    {
        var path = Path.Combine(directory, "graph.html");
        using (var writer = new StreamWriter(path))
        {
            GraphFormat.All.Single(format => format.Name == "html").Write(SampleBuild.Graph(40).Nodes, writer);
        }

        await using var page = await Browser.OpenAsync(path);
        await ShootAsync(page, "graph");
        Assert.That(await page.TextAsync("aside div"), Does.Contain("of 40 packages"));
        await CheckMovesAsync(page);

        await page.EvaluateAsync("document.querySelector('input').focus()");
        await page.TypeAsync("p007:comp");
        Assert.That(await page.TextAsync("aside div"), Does.Contain("Found (1)").And.Contain("c2/p007:compile"));
        await page.EvaluateAsync("document.querySelector('aside a').click()");
        var text = await page.TextAsync("aside div");
        await ShootAsync(page, "graph-chosen");
        Assert.That(text, Does.Contain("c2/p007:compile").And.Contain("Needs (1)").And.Contain("c2/p007:prep").And.Contain("Needed by (1)").And.Contain("c2/p007:package"));
        Assert.That(text, Does.Match(@"Packages that it needs \(\d+\)\s+c0/p000\s").And.Match(@"Packages that need it \(\d+\)\s+c0/p020\s"));
        Assert.That(text, Does.Match(@"Needs in all \(\d+\)").And.Match(@"Needed by in all \(\d+\)"));

        // The chosen stage is in the middle now: a click beside it lets go, one on it takes it again.
        await page.ClickAsync(500, 20);
        await page.EvaluateAsync("choose(names.indexOf('c2/p007:compile'), true); choose(-1, false)");
        var middle = await NumberAsync(page, "canvas.clientWidth / 2");
        await page.ClickAsync(middle, await NumberAsync(page, "canvas.clientHeight / 2"));
        Assert.That(await page.TextAsync("aside div"), Does.StartWith("c2/p007:compile"));
        CheckNoNetwork(page, path);
    }

    [Test]
    public async Task The_timeline_is_panned_zoomed_searched_and_leads_to_the_logs_of_failures()
    {
        const string Failing = "c2/p007:compile";
        var files = new BuildReportFiles(directory);
        files.Write(SampleBuild.Report(40, 4, Failing));
        Directory.CreateDirectory(Path.Combine(directory, "c2/p007/log"));
        await File.WriteAllTextAsync(Path.Combine(directory, "c2/p007/log/compile.log"), "make: the reason");

        await using var page = await Browser.OpenAsync(files.Html);
        await ShootAsync(page, "timeline");
        var overview = await page.TextAsync("aside");
        Assert.That(overview, Does.Contain("Build of").And.Contain("1 failed").And.Contain("Failed (1)").And.Contain(Failing)
            .And.Contain("Critical path").And.Contain("Not started, as others failed"));
        await CheckMovesAsync(page);

        await page.EvaluateAsync("document.querySelector('input').focus()");
        await page.TypeAsync("p007:comp");
        await page.EvaluateAsync("document.querySelector('aside div a').click()");
        var text = await page.TextAsync("aside div");
        await ShootAsync(page, "timeline-chosen");
        Assert.That(text, Does.Contain("failed: not built yet").And.Contain("Error 2").And.Contain("c2/p007:prep"));

        // What is drawn in the middle is the chosen one.
        await page.EvaluateAsync("choose(-1, false)");
        var place = $"bounds(stages.findIndex(stage => stage.id === '{Failing}'))";
        await page.ClickAsync(await NumberAsync(page, $"{place}.x + 5"), await NumberAsync(page, $"{place}.y + 5"));
        Assert.That(await page.TextAsync("aside div"), Does.StartWith(Failing));
        CheckNoNetwork(page, files.Html);

        var link = await page.EvaluateAsync("[...document.querySelectorAll('aside a')].find(link => link.textContent.startsWith('log:')).href");
        Assert.That(File.ReadAllText(new Uri((string)link!).LocalPath), Is.EqualTo("make: the reason"));
    }

    private static async Task<int> NumberAsync(Browser page, string expression) => (int)(await page.EvaluateAsync($"Math.round({expression})"))!;

    private static async Task CheckMovesAsync(Browser page)
    {
        await page.WheelAsync(400, 300, -300);
        var before = await page.EvaluateAsync("({ ...view })");
        await page.DragAsync(500, 300, 380, 250);
        var after = await page.EvaluateAsync("({ ...view })");
        Assert.That((double)after!["x"]! - (double)before!["x"]!, Is.EqualTo(-120).Within(1));
        Assert.That((double)after["scale"]!, Is.EqualTo((double)before["scale"]!));

        await page.WheelAsync(400, 300, -300);
        var closer = await page.EvaluateAsync("({ ...view })");
        var (scale, wider) = ((double)after["scale"]!, (double)closer!["scale"]!);
        Assert.That(wider, Is.GreaterThan(scale));
        Assert.That((400 - (double)closer["x"]!) / wider, Is.EqualTo((400 - (double)after["x"]!) / scale).Within(1).Percent, "what is under the mouse stays there");
    }

    private static void CheckNoNetwork(Browser page, string path)
    {
        Assert.That(page.Requests, Is.EqualTo([new Uri(path).AbsoluteUri]));
        Assert.That(page.Errors, Is.Empty);
    }

    /// <summary>Pictures for a person to look at, where one asks for them.</summary>
    private static async Task ShootAsync(Browser page, string name)
    {
        if (Environment.GetEnvironmentVariable("AIMEE_PICTURES") is { Length: > 0 } pictures)
        {
            await page.ShootAsync(Path.Combine(pictures, name + ".png"));
        }
    }
}
