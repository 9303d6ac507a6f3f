using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Cake.Aimee.Images;

/// <summary>A plan as text for people: every command that would run, and every file that would be written.</summary>
public static class ImagePlanText
{
    /// <summary>The whole chain up to an image, first to last.</summary>
    /// <param name="plan">The plan of the chain's last image.</param>
    public static string Of(ImagePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder(plan.Base is null ? "" : Of(plan.Base) + "\n");
        Line(text, $"=== {plan.Reference}{(plan.Base is null ? "" : $", made from {plan.Base.Reference}")}");
        Line(text, $"key {plan.Key}");
        foreach (var line in plan.Stage3?.Explanation ?? [])
        {
            Line(text, line);
        }

        Variables(text, "environment of the steps", plan.Recipe.StepEnvironment);
        foreach (var cache in plan.Recipe.Caches)
        {
            Line(text, $"mounted {cache.Source} at {cache.Target}");
        }

        foreach (var step in plan.Recipe.Steps)
        {
            Write(text, step);
        }

        if (plan.Proof is { } proof)
        {
            Line(text, $"--- proof: C, C++ and Rust for {proof.Target}, on {proof.BuildMachine}, libraries in {proof.Sysroot}");
        }

        if (plan.Squash is { } squash)
        {
            Line(text, $"--- squash: one layer, and in {squash.Layout}, {squash.Compression}{(squash.Level is { } level ? $" {level}" : "")}");
        }

        Line(text, "--- settings of the image");
        Variables(text, "label", plan.Settings.Labels.Remove(ImageLabels.Inputs));
        Variables(text, "environment", plan.Settings.Environment);
        Line(text, $"architecture {plan.Settings.Architecture}");
        Line(text, plan.Settings.Command.IsEmpty ? "command as before" : $"command {string.Join(' ', plan.Settings.Command)}");
        return text.ToString();
    }

    private static void Write(StringBuilder text, ImageStep step)
    {
        Line(text, $"--- step {step.Name}{(step.Commit ? ", kept" : "")}{(step.ConfigKey is null ? "" : $", asked for by {step.ConfigKey}")}");
        foreach (var file in step.Files)
        {
            Line(text, $"file {file.Path}, mode {file.Mode}");
            foreach (var line in file.Content.TrimEnd().Split('\n'))
            {
                Line(text, $"    {line}".TrimEnd());
            }
        }

        Line(text, step.Script.TrimEnd());
        if (!step.Logs.IsEmpty)
        {
            Line(text, $"logs {string.Join(' ', step.Logs)}");
        }
    }

    private static void Variables(StringBuilder text, string what, ImmutableSortedDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
        {
            Line(text, $"{what}: {name}={value.ReplaceLineEndings(" ")}");
        }
    }

    private static void Line(StringBuilder text, string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
