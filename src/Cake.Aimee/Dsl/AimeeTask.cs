using System.Collections.Immutable;
using Cake.Aimee.Commands;
using Cake.Aimee.Images;

namespace Cake.Aimee.Dsl;

/// <summary>A task that is there in every tree.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Dependencies">Names of the tasks that run before it.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record AimeeTask(
    string Name,
    string Description,
    ImmutableArray<string> Dependencies,
    Func<AimeeRuntime, CancellationToken, Task> RunAsync)
{
    /// <summary>All of them, each after those that it depends on.</summary>
    internal static readonly ImmutableArray<AimeeTask> All =
    [
        new(TaskNames.Doctor, TaskDescriptions.Doctor, [], static (runtime, token) => runtime.DoctorAsync(token)),
        new(TaskNames.Setup, TaskDescriptions.Setup, [], static (runtime, token) => runtime.SetupAsync(token)),
        Image(TaskNames.Stage3Image, TaskDescriptions.Stage3Image, ImageKind.Stage3, TaskNames.Setup),
        Image(TaskNames.BaseImage, TaskDescriptions.BaseImage, ImageKind.Base, TaskNames.Stage3Image),
        Image(TaskNames.CrossImage, TaskDescriptions.CrossImage, ImageKind.Cross, TaskNames.BaseImage),
        Image(TaskNames.BuildImage, TaskDescriptions.BuildImage, ImageKind.Build, TaskNames.CrossImage),
        new(
            TaskNames.PushImages, TaskDescriptions.PushImages, [TaskNames.BuildImage],
            static (runtime, token) => runtime.PushImagesAsync(token)),
        new(TaskNames.BranchImage, TaskDescriptions.BranchImage, [TaskNames.Setup], static (runtime, token) => runtime.MakeBranchImageAsync(token)),
        new(
            TaskNames.ImageBranches, TaskDescriptions.ImageBranches, [],
            static (runtime, token) => runtime.WorkOnTreeAsync(
                static (workspace, answers, stop) => new ImageBranchesCommand(workspace, answers).RunAsync(stop), token)),
        new(TaskNames.GentooPlan, TaskDescriptions.GentooPlan, [], static (runtime, token) => runtime.PlanImagesAsync("gentoo", token)),
        new(TaskNames.Squash, TaskDescriptions.Squash, [], static (runtime, token) => runtime.SquashAsync(token)),
        new(TaskNames.Flatten, TaskDescriptions.Flatten, [], static (runtime, token) => runtime.FlattenAsync(token)),
        new(TaskNames.Layers, TaskDescriptions.Layers, [], static (runtime, token) => runtime.LayersAsync(token)),
        Tree(TaskNames.List, TaskDescriptions.List, static (tree, token) => tree.ListAsync(token)),
        Tree(TaskNames.Query, TaskDescriptions.Query, static (tree, token) => tree.QueryAsync(token)),
        Tree(TaskNames.Graph, TaskDescriptions.Graph, static (tree, token) => tree.GraphAsync(token)),
        Tree(TaskNames.Lint, TaskDescriptions.Lint, static (tree, token) => tree.LintAsync(token)),
        new(
            TaskNames.Checksums, TaskDescriptions.Checksums, [],
            static (runtime, token) => runtime.WorkOnTreeAsync(
                static (workspace, answers, stop) => new ChecksumsCommand(workspace, answers).RunAsync(stop), token)),
        new(
            TaskNames.Outdated, TaskDescriptions.Outdated, [],
            static (runtime, token) => runtime.WorkOnTreeAsync(
                static (workspace, answers, stop) => new OutdatedCommand(workspace, answers).RunAsync(stop), token)),
        new(
            TaskNames.Explain, TaskDescriptions.Explain, [],
            static (runtime, token) => runtime.WorkOnTreeAsync(
                static (workspace, answers, stop) => new ExplainCommand(workspace, answers).RunAsync(stop), token)),
        new(
            TaskNames.Prune, TaskDescriptions.Prune, [],
            static (runtime, token) => runtime.WorkOnTreeAsync(
                static (workspace, answers, stop) => new PruneCommand(workspace, answers).RunAsync(stop), token)),
        new(
            TaskNames.Pipeline, TaskDescriptions.Pipeline, [],
            static (runtime, token) => runtime.WorkOnTreeAsync(
                static (workspace, answers, stop) => new PipelineCommand(workspace, answers).RunAsync(stop), token)),
        new(
            TaskNames.Shell, TaskDescriptions.Shell, [],
            static (runtime, token) => runtime.WorkOnTreeAsync(
                static (workspace, _, stop) => new ShellCommand(workspace).RunAsync(stop), token)),
    ];

    private static AimeeTask Tree(string name, string description, Func<TreeCommands, CancellationToken, Task> work) =>
        new(name, description, [], (runtime, token) => runtime.AskTreeAsync(work, token));

    private static AimeeTask Image(string name, string description, ImageKind kind, string dependency) =>
        new(name, description, [dependency], (runtime, token) => runtime.BuildImageAsync(kind, token));
}
