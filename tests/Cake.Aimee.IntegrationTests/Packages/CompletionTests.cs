using Cake.Aimee.Commands;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tool.Completion;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>Completion of the tool's words, by the shells themselves.</summary>
[TestFixture]
internal sealed class CompletionTests
{
    private ToolTree tree = null!;

    [SetUp]
    public void MakeTree() => tree = new ToolTree();

    [TearDown]
    public void RemoveTree() => tree?.Dispose();

    [TestCase("dotnet aimee --targ", "--target=")]
    [TestCase("dotnet aimee --target=cor", "core/all", "core/hello")]
    [TestCase("dotnet-aimee --target=core/hello:c", "clean", "compile")]
    [TestCase("dotnet-aimee --target=Li", "Lint", "List")]
    [TestCase("dotnet-aimee --package ", "core/hello", "tools/pack")]
    [TestCase("dotnet-aimee --package=core/hello,to", "core/hello,tools/pack")]
    [TestCase("dotnet aimee --config=", "release")]
    [TestCase("dotnet aimee completion f", "fish")]
    [TestCase("dotnet aimee --target=nothing/")]
    public async Task Bash_completes(string line, params string[] words)
    {
        // Bash breaks words at = and :, and shows what comes after the last of them.
        var shown = await RunAsync("bash", $$"""
            source <(dotnet-aimee completion bash)
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            read -ra COMP_WORDS <<<"$(sed 's/[=:]/ & /g' <<<"$COMP_LINE")"
            if [[ $COMP_LINE == *' ' ]]; then COMP_WORDS+=(""); fi
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            [[ $(complete -p "${COMP_WORDS[0]}") =~ -F\ ([^ ]+) ]]
            "${BASH_REMATCH[1]}" "${COMP_WORDS[0]}" 2>/dev/null
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        Assert.That(shown, Is.EquivalentTo(words));
    }

    [Test]
    public async Task Bash_leaves_to_others_what_they_completed_before()
    {
        var shown = await RunAsync("bash", """
            others() { COMPREPLY=(build); }
            complete -F others dotnet
            source <(dotnet-aimee completion bash)
            source <(dotnet-aimee completion bash)
            COMP_LINE='dotnet b' COMP_POINT=8 COMP_WORDS=(dotnet b) COMP_CWORD=1
            _aimee_dotnet dotnet b
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        Assert.That(shown, Is.EqualTo(["build"]));
    }

    [TestCase("dotnet aimee --targ", "--target=")]
    [TestCase("dotnet-aimee --target=core/hello:c", "--target=core/hello:clean", "--target=core/hello:compile")]
    [TestCase("dotnet-aimee --package ", "core/hello", "tools/pack")]
    public async Task Zsh_completes(string line, params string[] words)
    {
        Require.Program("zsh", "zsh");
        var shown = await RunAsync("zsh", $$"""
            autoload -Uz compinit; compinit -u -D
            source <(dotnet-aimee completion zsh)
            words=("${(@s: :):-{{line}}}") CURRENT=$#words PREFIX=$words[-1]
            # What the completion system would be given.
            compadd() { print -rl -- "${@[${@[(i)--]}+1,-1]}" }
            $_comps[$words[1]]
            """);
        Assert.That(shown, Is.EquivalentTo(words));
    }

    [TestCase("dotnet aimee --targ", "--target=\tThe task to run; may be given several times")]
    [TestCase("dotnet-aimee --target=core/hello:c", "--target=core/hello:clean", "--target=core/hello:compile")]
    [TestCase("dotnet aimee --package ", "core/hello\tSays hello", "tools/pack\tPacks things")]
    [TestCase("dotnet aimee --output=pack", "--output=packages/")]
    public async Task Fish_completes(string line, params string[] words)
    {
        Require.Program("fish", "fish");
        Assert.That(await RunAsync("fish", $"dotnet-aimee completion fish | source; complete -C '{line}'"), Is.EquivalentTo(words));
    }

    [Test]
    public void All_options_of_the_tasks_are_completed()
    {
        var asked = new List<string>();
        AimeeOptions.Read("/", name =>
        {
            asked.Add($"--{name}");
            return null;
        });
        Assert.That(asked, Is.SubsetOf(CommandOption.All.Select(option => option.Name)));
    }

    [Test]
    public async Task An_unknown_shell_is_refused_with_those_that_are_known()
    {
        var result = await tree.AimeeAsync("completion", "csh");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.EqualTo(1));
            Assert.That(result.Output, Does.Contain("bash|zsh|fish"));
        }
    }

    [Test]
    public async Task A_tree_with_faults_does_not_disturb_who_is_typing()
    {
        tree.Write("packages/core/broken/Buildrules", "version: [\n");
        Assert.That((await tree.AimeeAsync("completion", "words", "--target=core/he")).Succeeded().Output, Does.Contain("core/hello"));
        tree.Write(".builder/config", "nonsense: [\n");
        Assert.That((await tree.AimeeAsync("completion", "words", "--package=")).Succeeded().Output, Is.Empty);
    }

    /// <summary>Runs a shell without anybody's own settings, in the tree.</summary>
    private async Task<string[]> RunAsync(string shell, string script)
    {
        var quiet = shell switch { "bash" => "--norc", "zsh" => "-f", _ => "--no-config" };
        var result = await tree.RunAsync(tree.Path, new() { ["HOME"] = tree.Path }, [shell, quiet, "-c", script]);
        return result.Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
