using System.Collections.Immutable;

namespace Cake.Aimee.Processes;

/// <summary>A program to run, with all that is to be known about the run. Immutable: use <c>with</c> to vary it.</summary>
/// <param name="Program">The program: a path, or a name that is looked up on the PATH.</param>
/// <param name="Arguments">Its arguments, each one word; nothing is ever passed through a shell.</param>
public sealed record ProcessRequest(string Program, ImmutableArray<string> Arguments)
{
    /// <summary>A request from a program and its words.</summary>
    /// <param name="program">The program: a path, or a name that is looked up on the PATH.</param>
    /// <param name="arguments">Its arguments, each one word.</param>
    public static ProcessRequest Of(string program, params ReadOnlySpan<string> arguments) =>
        new(program, [.. arguments]);

    /// <summary>Where the program starts; the caller's working directory when null.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables laid over the inherited environment; a null value removes the variable.</summary>
    public ImmutableDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Whether the caller's environment is inherited at all.</summary>
    public bool InheritEnvironment { get; init; } = true;

    /// <summary>Writes the program's standard input; when null it is empty.</summary>
    public Func<Stream, CancellationToken, Task>? Input { get; init; }

    /// <summary>
    /// Reads the program's standard output as raw bytes, to its end. When null the output is text: its lines go
    /// to <see cref="OnLine"/> and to <see cref="ProcessResult.Output"/>.
    /// </summary>
    public Func<Stream, CancellationToken, Task>? Output { get; init; }

    /// <summary>
    /// How many characters of text <see cref="ProcessResult.Output"/> holds at most. A program that prints more
    /// is ended with an error when nobody reads its lines; with <see cref="OnLine"/> the rest is left out.
    /// </summary>
    public int OutputLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>Called for each line of output and error as it comes, secrets masked, never two at a time.</summary>
    public Action<ProcessLine>? OnLine { get; init; }

    /// <summary>
    /// Whether the program gets the caller's terminal, for a person to work with: it reads and writes there, Ctrl-C is
    /// its own as long as it runs, and nothing is captured or masked.
    /// </summary>
    public bool IsInteractive { get; init; }

    /// <summary>Texts that must not be seen: they are masked in every line, message and result.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>How long the program may run; for ever when null. After it the whole group is ended.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What the program is kept away from.</summary>
    public Isolation Isolation { get; init; } = Isolation.None;

    /// <summary>
    /// What is mounted for the program before it starts; with any, <see cref="Isolation.Mounts"/> goes without saying.
    /// The program runs as the caller: a normal user is not root in there, unlike with the bare flag.
    /// </summary>
    public ImmutableArray<SandboxMount> Mounts { get; init; } = [];

    /// <summary>The command line as one would type it into a shell, secrets masked.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Program }.Concat(Arguments).Select(word => ShellWord.Quote(SecretMask.Apply(word, Secrets))));
}
