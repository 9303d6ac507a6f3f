using System.Collections.Immutable;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Images;

/// <summary>Everything about one image of the chain, known before anything is done.</summary>
/// <param name="Kind">Which link of the chain it is.</param>
/// <param name="Name">Its name in the chain: <c>build/base</c>.</param>
/// <param name="Reference">Its name in the engine, with the config's prefix.</param>
/// <param name="Base">The image that it is made from; null for the first.</param>
/// <param name="Inputs">What makes it.</param>
/// <param name="Settings">Labels that are known beforehand, environment and command.</param>
public sealed record ImagePlan(
    ImageKind Kind, string Name, ImageReference Reference, ImagePlan? Base, ImageInputs Inputs, ImageSettings Settings)
{
    /// <summary>How the userland is brought; for the first image only.</summary>
    public Stage3Recipe? Stage3 { get; init; }

    /// <summary>How it is made from the image before it; empty for the first.</summary>
    public ImageRecipe Recipe { get; init; } = new([]);

    /// <summary>The proof that its toolchain has to pass before it is tagged; null when it has none.</summary>
    public ToolchainProof? Proof { get; init; }

    /// <summary>How all its layers become one; null when they stay as they are.</summary>
    public SquashPlan? Squash { get; init; }

    /// <summary>Where it was brought from; null when it was made here.</summary>
    public PulledImage? Pulled { get; init; }

    /// <summary>What often goes wrong with the tools that make it.</summary>
    public ImmutableArray<KnownFailure> KnownFailures { get; init; } = [];

    /// <summary>The key: equal keys mean that nothing that made the image changed.</summary>
    public string Key => Inputs.Key;

    /// <summary>
    /// The name under which the state after a step is kept. It depends on all that led there: the base image and
    /// the steps up to this one.
    /// </summary>
    /// <param name="count">How many steps have run.</param>
    public ImageReference StepReference(int count)
    {
        var led = Recipe.Steps[..count].Select(step => new KeyValuePair<string, string>($"step {step.Name}", ImagePlanner.Text(step)))
            .Append(new("base", Base!.Key))
            .Append(new("environment", ImagePlanner.Text(Recipe.StepEnvironment)));
        return Reference.WithTag($"step-{count}-{ImageInputs.Of(led).Key}");
    }
}
