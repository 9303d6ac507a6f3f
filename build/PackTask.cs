using System.Collections.Immutable;
using Cake.Common;
using Cake.Common.IO;
using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.MSBuild;
using Cake.Common.Tools.DotNet.Pack;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Frosting;

namespace Cake.Aimee.Build;

[TaskName("Pack")]
[TaskDescription("Makes the packages in artifacts/nuget/: the same bytes for the same commit.")]
public sealed class PackTask : FrostingTask<BuildContext>
{
    private const string Output = "artifacts/nuget";

    // src/Cake.Frosting is not among them: the package of that name is Cake's own.
    private static readonly ImmutableArray<string> Projects =
    [
        "src/Cake.Aimee",
        "src/Cake.Aimee.Frosting",
        "src/Cake.Aimee.Tool",
        "src/Cake.Aimee.Templates",
    ];

    public override void Run(BuildContext context)
    {
        var settings = Settings(context);
        context.CleanDirectory(Output);
        foreach (var project in Projects)
        {
            context.DotNetPack(project, new DotNetPackSettings
            {
                Configuration = BuildContext.BuildConfiguration,
                OutputDirectory = Output,
                NoLogo = true,
                Verbosity = DotNetVerbosity.Quiet,
                MSBuildSettings = settings,
            });
        }

        foreach (var package in context.GetFiles($"{Output}/*pkg").OrderBy(file => file.FullPath, StringComparer.Ordinal))
        {
            context.Log.Information("{0}", context.Directory(Output).Path.CombineWithFilePath(package.GetFilename()));
        }
    }

    private static DotNetMSBuildSettings Settings(BuildContext context)
    {
        var settings = new DotNetMSBuildSettings()
            .WithProperty("Version", Version(context))
            .WithProperty("PrecompiledFor", "linux-x64")
            // No path of this machine in what is compiled, and no time but the commit's in what is packed.
            .WithProperty("ContinuousIntegrationBuild", "true")
            .WithProperty("DeterministicTimestamp", Git(context, "show", "--no-patch", "--format=%ct", "HEAD")!);
        return Git(context, "config", "--get", "remote.origin.url") is { } origin && origin.StartsWith("https://", StringComparison.Ordinal)
            ? settings.WithProperty("PublishRepositoryUrl", "true")
            : settings;
    }

    private static string Version(BuildContext context) => PackageVersion.Of(
        Git(context, "describe", "--tags", "--long", "--match", "v[0-9]*"),
        int.Parse(Git(context, "rev-list", "--count", "HEAD") ?? throw new CakeException("The packages' version is that of the commit: pack in a clone of the repository.")));

    /// <summary>Asks git.</summary>
    /// <returns>The first line of its answer; null when it has none.</returns>
    private static string? Git(BuildContext context, params string[] words)
    {
        var arguments = words.Aggregate(new ProcessArgumentBuilder(), (all, word) => all.AppendQuoted(word));
        var settings = new ProcessSettings { Arguments = arguments, RedirectStandardOutput = true, RedirectStandardError = true };
        return context.StartProcess("git", settings, out var lines) == 0 ? lines.FirstOrDefault() : null;
    }
}
