using System.Reflection;
using Cake.Aimee.IntegrationTests.Images;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Docs;

/// <summary>Each command that users are told to type is run: here, in another test, or by CI.</summary>
[TestFixture]
internal sealed class DocumentedCommandTests
{
    private static readonly IReadOnlyList<DocumentedCommand> Commands = DocumentedCommand.ReadAll();

    [Test]
    public void Commands_are_read_without_comments_and_with_what_belongs_to_them()
    {
        const string Page = """
            text
            ```sh
            # a comment
            ./build.sh --target=List    # the packages

            cat >file <<'END'
            ```
            # content
            END
            one \
              two
            ```
            ```yaml
            key: value
            ```
            """;
        Assert.That(DocumentedCommand.Read("page.md", Page.Split('\n')), Is.EqualTo(
        [
            new DocumentedCommand("page.md", 4, "./build.sh --target=List"),
            new DocumentedCommand("page.md", 6, "cat >file <<'END'\n```\n# content\nEND"),
            new DocumentedCommand("page.md", 10, "one two"),
        ]));
    }

    [Test]
    public void Commands_in_the_text_are_read_too() => Assert.That(
        DocumentedCommand.ReadText("page.md", ["Look with `./build.sh", "--target=List`, or", "```sh", "`dotnet cake --tree`", "```", "`dotnet aimee completion <shell>`, `git log`"]),
        Is.EqualTo([new DocumentedCommand("page.md", 1, "./build.sh --target=List") { IsInText = true }]));

    [Test]
    public void Every_command_has_a_check() => Assert.That(
        Commands.Where(command => !CommandChecks.All.ContainsKey(command.Key)).Select(command => $"{command} has no entry in {nameof(CommandChecks)}"), Is.Empty);

    [Test]
    public void Every_check_has_a_command() =>
        Assert.That(CommandChecks.All.Keys.Except(Commands.Select(command => command.Key)), Is.Empty);

    [Test]
    public void What_is_checked_elsewhere_is_checked_there()
    {
        foreach (var (command, check) in CommandChecks.All)
        {
            if (check is CommandCheck.Elsewhere elsewhere)
            {
                Assert.That(elsewhere.Fixture.GetMethod(elsewhere.Test)?.GetCustomAttributes().Any(mark => mark is TestAttribute or TestCaseAttribute), Is.True, command);
            }
            else if (check is CommandCheck.Ci)
            {
                Assert.That(File.ReadLines(Path.Combine(Repository.Top, ".ci/run")), Does.Contain(command));
            }
        }
    }

    [Test]
    public async Task Commands_do_in_a_small_tree_what_the_pages_say()
    {
        using var stages = new StageTree();
        await DocumentedTree.FillAsync(stages);
        // A source without checksum is not fetched; and a shell stands where something was unpacked.
        await RunAsync(stages.Tree, "./build.sh --target=Checksums --package=core/zlib");
        (await stages.Tree.HostAsync("--target=core/zlib:prep")).Succeeded();
        foreach (var command in InTheirOrder(Place.Sample).Where(command => !command.Text.Contains("Checksums", StringComparison.Ordinal)))
        {
            await RunAsync(stages.Tree, command.Text);
        }

        Assert.That(File.ReadAllText(stages.Tree.In("tmp/lint.json")), Does.StartWith("["));
        Assert.That(File.ReadAllText(stages.Tree.In("tmp/graph.html")), Does.Contain("core/busybox"));
    }

    [Test, Category("Slow")]
    public async Task The_first_hour_goes_as_its_page_says()
    {
        var commands = Commands.Where(command => command is { Page: "docs/first-hour.md", IsInText: false }).ToList();
        Assert.That(InTheirOrder(Place.OwnTree).Select(command => command.Key), Is.SubsetOf(commands.Select(command => command.Key)));
        Require.Program("qemu-aarch64-static", "qemu-user-static");
        (await Chain.MadeAsync()).FirstRun.Succeeded();
        using var tree = await DocumentedTree.CopyOwnAsync(Machine.Buildah);
        foreach (var command in commands)
        {
            var result = (await DocumentedTree.TypeAsync(tree, command.Text)).Succeeded();
            var prints = CommandChecks.All[command.Key] is CommandCheck.Run { Place: Place.OwnTree } check ? check.Prints : "";
            Assert.That(result.Output, Does.Match(prints).And.Not.Contain("   at "), command.ToString());
        }

        Assert.That((await tree.RunInAsync(tree.Path, ["qemu-aarch64-static", $"sysroot/{UserTree.Target}/usr/bin/greet"])).Output, Is.EqualTo("Good morning from aarch64."));
    }

    private static IEnumerable<DocumentedCommand> InTheirOrder(Place place) => Commands
        .Where(command => CommandChecks.All.GetValueOrDefault(command.Key) is CommandCheck.Run run && run.Place == place)
        .DistinctBy(command => command.Key);

    private static async Task RunAsync(UserTree tree, string command)
    {
        var result = (await DocumentedTree.TypeAsync(tree, command)).Succeeded();
        Assert.That(result.Output, Does.Match(((CommandCheck.Run)CommandChecks.All[command]).Prints).And.Not.Contain("   at "), command);
    }
}
