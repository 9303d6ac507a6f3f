using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Commands;
using Cake.Aimee.Images;
using Cake.Aimee.Planning;
using Cake.Aimee.Sources;
using Cake.Aimee.Stages;

namespace Cake.Aimee.Dsl;

/// <summary>What a script or host adds to what comes with the library.</summary>
public sealed class AimeeSettings
{
    /// <summary>Systems that images can be made of, beside Debian and Gentoo; one of the same name replaces ours.</summary>
    public IList<ImageSystem> Systems { get; } = [];

    /// <summary>Kinds of build that rules may name with <c>build:</c>; one of the same name replaces ours.</summary>
    public IList<BuildKind> Kinds { get; } = [];

    /// <summary>Stages that each package gets beside those of every tree.</summary>
    public IList<CustomStageWork> Stages { get; } = [];

    /// <summary>Schemes of source URIs beside those that are always known.</summary>
    public IList<CustomSourceScheme> Sources { get; } = [];

    /// <summary>Adds a stage that each package gets.</summary>
    /// <param name="name">Its name, as in <c>core/zlib:NAME</c>.</param>
    /// <param name="after">The stage of the same package that comes before it.</param>
    /// <param name="description">What it does, in one line.</param>
    /// <param name="run">Does it for one package; it fails by throwing.</param>
    /// <returns>These settings.</returns>
    /// <example>
    /// <code>
    /// AimeeTasks(new AimeeSettings().AddStage("count", "compile", "counts files", async (call, token) =>
    ///     await call.Log.WriteLineAsync($"{Directory.GetFiles(call.Directory).Length} files")));
    /// </code>
    /// </example>
    public AimeeSettings AddStage(string name, string after, string description, Func<CustomStageCall, CancellationToken, Task> run)
    {
        Stages.Add(new CustomStageWork(new CustomStage(name, after, description), run));
        return this;
    }

    internal TreeExtensions Extensions => new() { Kinds = [.. Kinds], Stages = [.. Stages.Select(work => work.Stage)] };
}
