using System.Collections.Immutable;
using Cake.Aimee.Archives;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Images;

/// <summary>From a system and a context to the plan of an image: a pure function.</summary>
public static class ImagePlanner
{
    /// <summary>Plans an image and, through <see cref="ImagePlan.Base"/>, all that come before it.</summary>
    /// <param name="kind">The image wanted.</param>
    /// <param name="system">The system that it is made of.</param>
    /// <param name="context">Target, config and paths.</param>
    public static ImagePlan Plan(ImageKind kind, ImageSystem system, ImageContext context) => kind switch
    {
        ImageKind.Stage3 => Stage3(system, context),
        ImageKind.Base => Next(ImageKind.Stage3, kind, "build/base", system, context, system.Base(context)),
        ImageKind.Cross => Next(ImageKind.Base, kind, $"build/cross-{context.Target}", system, context, system.Cross(context)) with
        {
            Proof = new ToolchainProof(context.Target, context.BuildMachine, system.Sysroot(context)),
        },
        ImageKind.Build => Next(ImageKind.Cross, kind, $"build/build-{context.Target}", system, context, system.Build(context), Squash(context)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>All that a step does, as one text: equal texts do the same.</summary>
    internal static string Text(ImageStep step) => string.Join(
        '\0', step.Files.Select(file => $"{file.Path}\0{file.Mode}\0{file.Content}").Prepend(step.Script));

    /// <summary>An environment as one text.</summary>
    internal static string Text(ImmutableSortedDictionary<string, string> environment) =>
        string.Join('\0', environment.Select(variable => $"{variable.Key}={variable.Value}"));

    private static SquashPlan Squash(ImageContext context) => new(
        Path.Combine(context.Config.Paths.Artifacts, "images", $"build-{context.Target}"),
        Enum.Parse<Compression>(context.Config.Images.Squash.Compression, ignoreCase: true),
        context.Config.Images.Squash.Level);

    private static ImagePlan Stage3(ImageSystem system, ImageContext context)
    {
        var recipe = system.Stage3(context);
        var name = $"{system.Name}/stage3";
        var inputs = ImageInputs.Of(
            recipe.Inputs.Add("system", system.Name).Add("build machine", context.BuildMachine.ToString()));
        var settings = Settings(name, system, context, inputs) with { Command = recipe.Command };
        return new(ImageKind.Stage3, name, context.Reference(name), null, inputs, settings) { Stage3 = recipe, KnownFailures = system.KnownFailures };
    }

    private static ImagePlan Next(
        ImageKind before, ImageKind kind, string name, ImageSystem system, ImageContext context, ImageRecipe recipe,
        SquashPlan? squash = null)
    {
        var baseImage = Plan(before, system, context);
        var inputs = ImageInputs.Of(
        [
            new($"base image {baseImage.Name}", baseImage.Key),
            new("environment", Text(recipe.Environment)),
            new("environment of the steps", Text(recipe.StepEnvironment)),
            new("order of the steps", string.Join('\n', recipe.Steps.Select(step => step.Name))),
            .. recipe.Steps.Select(step => new KeyValuePair<string, string>($"step '{step.Name}'", Text(step))),
            .. squash is null ? [] : new[] { new KeyValuePair<string, string>("squash", $"{squash.Compression} {squash.Level}") },
        ]);
        var settings = Settings(name, system, context, inputs) with { Environment = recipe.Environment };
        if (kind is ImageKind.Cross or ImageKind.Build)
        {
            settings = settings with { Labels = settings.Labels.SetItem(ImageLabels.Target, context.Target.ToString()) };
        }

        return new(kind, name, context.Reference(name), baseImage, inputs, settings) { Recipe = recipe, Squash = squash, KnownFailures = system.KnownFailures };
    }

    private static ImageSettings Settings(string name, ImageSystem system, ImageContext context, ImageInputs inputs)
    {
        var labels = new Dictionary<string, string?>
        {
            [ImageLabels.Title] = name,
            [ImageLabels.Source] = context.Source,
            [ImageLabels.Revision] = context.Revision,
            [ImageLabels.System] = system.Name,
            [ImageLabels.Key] = inputs.Key,
            [ImageLabels.Inputs] = inputs.ToJson(),
        };
        return new()
        {
            Architecture = context.BuildMachine.Oci.Architecture,
            Labels = labels.Where(label => label.Value is not null)
                .ToImmutableSortedDictionary(label => label.Key, label => label.Value!, StringComparer.Ordinal),
        };
    }
}
