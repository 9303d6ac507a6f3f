using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.Git;
using Cake.Aimee.Images;
using Cake.Aimee.Images.Branches;
using Cake.Aimee.Images.Registries;

namespace Cake.Aimee.Commands;

/// <summary>Makes the images that the current branch is responsible for; what comes before them is pulled.</summary>
/// <param name="workspace">The tree.</param>
/// <param name="progress">Is told what happens.</param>
/// <param name="variable">The caller's environment: CI's variables, and a login.</param>
public sealed class BranchImageCommand(Workspace workspace, IProgress<ImageEvent> progress, Func<string, string?> variable)
{
    /// <summary>How long a registry that failed is left alone at first.</summary>
    internal TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Makes, tags and, with <c>--push</c>, pushes the images.</summary>
    /// <param name="cancellationToken">Ends what runs; what is not done is not tagged.</param>
    /// <exception cref="AimeeException">The branch is none of an image, the image before can not be had, or a step failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var build = CiBuild.Read(variable);
        var branch = ImageBranch.Parse(await BranchAsync(build, cancellationToken).ConfigureAwait(false));
        var tags = Checked(branch.Tags(build.Number));
        var traced = await workspace.TracedContextAsync(cancellationToken).ConfigureAwait(false);
        var plans = branch.Kinds.Select(kind => ImagePlanner.Plan(kind, workspace.System, traced with { Tag = branch.Sub })).ToImmutableArray();
        var needsRegistry = branch.Before is not null || workspace.Options.Push;
        // A registry that is not named is told of before anything is made.
        ImmutableArray<ImageToPush> images = needsRegistry ? [.. plans.Select(plan => new ImageToPush(plan, workspace.InRegistry(plan)))] : [];
        await BringLibraryAsync(branch, cancellationToken).ConfigureAwait(false);
        var engine = await workspace.EngineAsync(cancellationToken).ConfigureAwait(false);
        if (!needsRegistry)
        {
            await MakeAsync(engine, plans, tags, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var login = RegistryLogin.Open(RegistryLogin.HostOf(images[0].Repository), variable);
        var registry = new Registry(workspace.Processes, login) { FirstDelay = FirstDelay };
        var push = new ImagePush(engine, registry, progress);
        if (workspace.Options.Push)
        {
            await push.CheckAsync(images[^1], branch.Sub, cancellationToken).ConfigureAwait(false);
        }

        if (branch.Before is not null)
        {
            var before = await new ImagePull(engine, registry, progress)
                .RunAsync(plans[0].Base!, workspace.InRegistry(plans[0].Base!), branch.TagsBefore, cancellationToken).ConfigureAwait(false);
            plans = plans.SetItem(0, plans[0] with { Base = before });
        }

        await MakeAsync(engine, plans, tags, cancellationToken).ConfigureAwait(false);
        if (workspace.Options.Push)
        {
            await push.RunAsync(images, tags, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MakeAsync(IEngine engine, IEnumerable<ImagePlan> plans, ImmutableArray<string> tags, CancellationToken cancellationToken)
    {
        var builder = new ImageBuilder(engine, workspace.Processes, workspace.ImagesDirectory, progress);
        foreach (var plan in plans)
        {
            await builder.BuildAsync(plan, cancellationToken).ConfigureAwait(false);
            foreach (var tag in tags.Where(tag => tag != plan.Reference.Tag))
            {
                await engine.TagAsync(plan.Reference, plan.Reference.WithTag(tag), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> BranchAsync(CiBuild build, CancellationToken cancellationToken)
    {
        if ((workspace.Options.Branch ?? build.Branch) is { } named)
        {
            return named;
        }

        var top = workspace.Config.TopDirectory;
        var repository = await GitRepository.FindAsync(top, workspace.Processes, cancellationToken).ConfigureAwait(false)
            ?? throw new AimeeException($"{top} is in no git repository, so it has no branch that would say which image to make. BuildImage makes the whole chain.");
        return await repository.BranchAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new AimeeException(
                $"No branch is checked out in {top}, and no variable of a CI names one (CI_COMMIT_BRANCH, GITHUB_REF_NAME, BRANCH_NAME …). "
                + "Check one out: git switch cross/main");
    }

    /// <summary>A script has needed the shared code already; a host is given it where the repository has it.</summary>
    private async Task BringLibraryAsync(ImageBranch branch, CancellationToken cancellationToken)
    {
        if (await GitRepository.FindAsync(workspace.Config.TopDirectory, workspace.Processes, cancellationToken).ConfigureAwait(false) is { } repository)
        {
            var library = new LibraryWorktree(repository, branch.Sub);
            if (await library.IsKnownAsync(cancellationToken).ConfigureAwait(false))
            {
                await library.BringAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ImmutableArray<string> Checked(ImmutableArray<string> tags) =>
        tags.FirstOrDefault(tag => !ImageReference.IsTag(tag)) is { } bad
            ? throw new AimeeException($"The build's number can not be part of a tag: '{bad}' would be the tag. It comes from CI_PIPELINE_IID, GITHUB_RUN_NUMBER or BUILD_NUMBER.")
            : tags;
}
