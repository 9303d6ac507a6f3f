using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>Does what the command line asks for. Of several things the first of version, info, dry run, tree, description, run.</summary>
internal sealed class HostCommand(IServiceCollection services) : AsyncCommand<HostSettings>
{
    public override async Task<int> ExecuteAsync(
        CommandContext context,
        HostSettings settings,
        CancellationToken cancellationToken)
    {
        services.AddSingleton<ICakeArguments>(context.Remaining.ToCakeArguments(settings.NoReport, settings.Targets));
        services.AddSingleton(context.Remaining);
        // Lives as long as the process: nothing is disposed of behind a task that is still winding down.
        var provider = services.BuildServiceProvider();
        try
        {
            if (!ShowAbout(provider, settings))
            {
                await RunAsync(provider, settings).ConfigureAwait(false);
            }

            return 0;
        }
#pragma warning disable CA1031 // The outermost frame: whatever happened becomes a message and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return provider.GetService<ICakeLog>().LogException(exception);
        }
    }

    private static bool ShowAbout(ServiceProvider provider, HostSettings settings)
    {
        if (settings.Version)
        {
            provider.GetRequiredService<ICakeVersionFeature>().Run(provider.GetRequiredService<IConsole>());
        }
        else if (settings.Info)
        {
            provider.GetRequiredService<ICakeInfoFeature>().Run(provider.GetRequiredService<IConsole>());
        }

        return settings.Version || settings.Info;
    }

    private static async Task RunAsync(ServiceProvider provider, HostSettings settings)
    {
        // The configuration stands in the working directory, so what goes wrong on the way there is logged without it.
        var log = provider.GetRequiredService<ICakeLog>();
        log.Verbosity = settings.Verbosity ?? Verbosity.Normal;
        EnterWorkingDirectory(provider, settings);
        log.Verbosity = provider.GetRequiredService<ICakeConfiguration>().GetVerbosity(settings.Verbosity);

        var host = ScriptHost(provider, settings);
        var setup = provider.GetRequiredService<EngineSetup>();
        InstallTools(provider, log);
        if (settings.Exclusive)
        {
            host.Settings.UseExclusiveTarget();
        }

        setup.Apply();
        await host.RunTargetsAsync(settings.Targets).ConfigureAwait(false);
    }

    private static void EnterWorkingDirectory(ServiceProvider provider, HostSettings settings)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var directory = settings.WorkingDirectory ?? provider.GetService<WorkingDirectory>()?.Path;
        directory = directory?.MakeAbsolute(environment) ?? environment.WorkingDirectory;
        if (!provider.GetRequiredService<IFileSystem>().Exist(directory))
        {
            throw new FrostingException($"The working directory '{directory.FullPath}' does not exist.");
        }

        environment.WorkingDirectory = directory;
    }

    private static IScriptHost ScriptHost(ServiceProvider provider, HostSettings settings) => settings switch
    {
        { DryRun: true } => provider.GetRequiredService<DryRunScriptHost<IFrostingContext>>(),
        { Tree: true } => provider.GetRequiredService<TreeScriptHost>(),
        { Description: true } => provider.GetRequiredService<DescriptionScriptHost>(),
        _ => provider.GetRequiredService<BuildScriptHost<IFrostingContext>>(),
    };

    private static void InstallTools(ServiceProvider provider, ICakeLog log)
    {
        foreach (var tool in provider.GetServices<PackageReference>())
        {
            log.Verbose("Installing tool '{0}'...", tool.OriginalString);
            provider.GetRequiredService<IToolInstaller>().Install(tool);
        }
    }
}
