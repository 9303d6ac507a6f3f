using System.Collections.Immutable;

namespace Cake.Aimee.Tool.Completion;

/// <summary>
/// <c>completion bash|zsh|fish</c> prints the script that a shell reads at its start. The script asks
/// <c>completion words WORD…</c> for what the last word may become: one candidate a line, with a tab before what it
/// means.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>The first word of the command line.</summary>
    public const string Name = "completion";

    private const string Words = "words";

    /// <summary>The shells that there are scripts for.</summary>
    public static readonly ImmutableArray<string> Shells = ["bash", "zsh", "fish"];

    /// <summary>Does what the command line asks for.</summary>
    /// <param name="arguments">What comes after <see cref="Name"/>.</param>
    /// <param name="output">Gets the script or the candidates.</param>
    /// <param name="errors">Gets what is wrong with the command line.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        switch (arguments)
        {
            case [Words, .. var before, var current]:
                await WriteWordsAsync(before, current, output).ConfigureAwait(false);
                return 0;
            case [var shell] when Shells.Contains(shell):
                await output.WriteAsync(await ScriptAsync(shell).ConfigureAwait(false)).ConfigureAwait(false);
                return 0;
            default:
                await errors.WriteLineAsync(
                    $"Name the shell: dotnet aimee {Name} {string.Join('|', Shells)}. "
                    + "It prints a script for the shell's start-up file; docs/tool.md says which that is.").ConfigureAwait(false);
                return 1;
        }
    }

    private static async Task WriteWordsAsync(string[] before, string current, TextWriter output)
    {
        var line = new CommandLine([.. before], current);
        var words = new CompletionWords(line, new TreeNames(line));
        foreach (var (value, meaning) in await words.AllAsync().ConfigureAwait(false))
        {
            await output.WriteLineAsync(meaning.Length == 0 ? value : $"{value}\t{meaning}").ConfigureAwait(false);
        }
    }

    private static async Task<string> ScriptAsync(string shell)
    {
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!);
        return await script.ReadToEndAsync().ConfigureAwait(false);
    }
}
