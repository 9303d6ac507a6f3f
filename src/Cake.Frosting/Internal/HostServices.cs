using Cake.Cli;
using Cake.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Internal;

/// <summary>What a host brings along.</summary>
internal static class HostServices
{
    public static void AddHostServices(this IServiceCollection services)
    {
        services.AddCakeDiagnostics();
        services.UseCakeDefaultModules();
        services.AddSingleton<Cake.Core.Tooling.IToolInstaller, LazyToolInstaller>();
        services.AddSingleton<ICakeConfiguration, HostConfiguration>();

        services.AddSingleton<BuildScriptHost<IFrostingContext>>();
        services.AddSingleton<DryRunScriptHost<IFrostingContext>>();
        services.AddSingleton<TreeScriptHost>();
        services.AddSingleton<DescriptionScriptHost>();

        services.AddSingleton<IVersionResolver, VersionResolver>();
        services.AddSingleton<ICakeVersionFeature, VersionFeature>();
        services.AddSingleton<ICakeInfoFeature, InfoFeature>();

        services.AddSingleton<EngineSetup>();
        services.AddSingleton<IToolInstaller, ToolInstaller>();
        services.AddSingleton<FrostingContext>();
        services.AddSingleton<IFrostingContext>(provider => provider.GetRequiredService<FrostingContext>());
    }
}
