using System.Globalization;
using System.Text;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Images;

/// <summary>An image's steps as a Containerfile, for people to read: the chain itself does not use it.</summary>
internal static class Containerfile
{
    internal static string Of(ImagePlan plan)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {plan.Name}, key {plan.Key}\n");
        if (plan.Stage3 is { } stage3)
        {
            foreach (var line in stage3.Explanation)
            {
                text.Append(CultureInfo.InvariantCulture, $"# {line}\n");
            }

            text.Append("FROM scratch\nADD stage3.tar /\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"FROM {plan.Base!.Reference}\n");
        }

        foreach (var (name, value) in plan.Recipe.StepEnvironment)
        {
            text.Append(CultureInfo.InvariantCulture, $"ARG {name}={DockerChanges.Quote(value)}\n");
        }

        var mounts = string.Concat(plan.Recipe.Caches.Select(cache => $"--mount=type=cache,target={cache.Target} "));
        foreach (var step in plan.Recipe.Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n# {step.Name}\n");
            foreach (var file in step.Files)
            {
                text.Append(CultureInfo.InvariantCulture, $"COPY --chmod={file.Mode} <<'EOF' {file.Path}\n{file.Content.TrimEnd()}\nEOF\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"RUN {mounts}<<'EOF'\nset -eu\n{step.Script.TrimEnd()}\nEOF\n");
        }

        text.Append('\n');
        foreach (var (name, value) in plan.Settings.Environment)
        {
            text.Append(CultureInfo.InvariantCulture, $"ENV {name}={DockerChanges.Quote(value)}\n");
        }

        foreach (var (name, value) in plan.Settings.Labels)
        {
            text.Append(CultureInfo.InvariantCulture, $"LABEL {name}={DockerChanges.Quote(value)}\n");
        }

        return text.ToString();
    }
}
