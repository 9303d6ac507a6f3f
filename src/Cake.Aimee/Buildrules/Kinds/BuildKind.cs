using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Buildrules.Kinds;

/// <summary>
/// A build system that packages name with <c>build:</c>, by the stage bodies that it brings. A body is POSIX shell,
/// run with <c>set -eu</c> in the source directory; the package's options are its positional parameters
/// (<c>"$@"</c>). The variables that it can count on are listed at <see cref="BuildKinds"/>.
/// </summary>
/// <param name="Name">What rules call it.</param>
/// <param name="Description">What it is, in one line.</param>
public sealed record BuildKind(string Name, string Description)
{
    /// <summary>What is run after unpacking, or null.</summary>
    public string? Prep { get; init; }

    /// <summary>What builds and installs into <c>$D</c>, or null.</summary>
    public string? Compile { get; init; }

    /// <summary>What tests the build, or null.</summary>
    public string? Test { get; init; }

    internal StageBody? PrepBody(IReadOnlyCollection<string> options) => Body(Prep, options);

    internal StageBody? CompileBody(IReadOnlyCollection<string> options) => Body(Compile, options);

    internal StageBody? TestBody(IReadOnlyCollection<string> options) => Body(Test, options);

    private static StageBody? Body(string? text, IReadOnlyCollection<string> options) =>
        text is null ? null
        : options.Count == 0 ? new StageBody("set --\n" + text)
        : new StageBody($"set -- {string.Join(' ', options.Select(ShellWord.Quote))}\n{text}");
}
