using Cake.Core.Composition;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Registers a host's parts as services. Of what there is one of, the last registration counts.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Sets the context that tasks and lifetimes get.</summary>
    /// <typeparam name="TContext">The context; made by dependency injection.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseContext<TContext>(this IServiceCollection services)
        where TContext : class, IFrostingContext
    {
        return services.AddSingleton<IFrostingContext, TContext>();
    }

    /// <summary>Sets what happens before and after the run.</summary>
    /// <typeparam name="TLifetime">The lifetime.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseLifetime<TLifetime>(this IServiceCollection services)
        where TLifetime : class, IFrostingLifetime
    {
        services.AddSingleton<IFrostingLifetime, TLifetime>();
        services.AddSingleton<IFrostingSetup>(provider => provider.GetRequiredService<IFrostingLifetime>());
        return services.AddSingleton<IFrostingTeardown>(provider => provider.GetRequiredService<IFrostingLifetime>());
    }

    /// <summary>Sets what happens before the first task.</summary>
    /// <typeparam name="TSetup">The setup.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseSetup<TSetup>(this IServiceCollection services)
        where TSetup : class, IFrostingSetup
    {
        return services.AddSingleton<IFrostingSetup, TSetup>();
    }

    /// <summary>Sets what happens after the last task.</summary>
    /// <typeparam name="TTeardown">The teardown.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTeardown<TTeardown>(this IServiceCollection services)
        where TTeardown : class, IFrostingTeardown
    {
        return services.AddSingleton<IFrostingTeardown, TTeardown>();
    }

    /// <summary>Sets what happens before and after each task.</summary>
    /// <typeparam name="TLifetime">The lifetime.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTaskLifetime<TLifetime>(this IServiceCollection services)
        where TLifetime : class, IFrostingTaskLifetime
    {
        services.AddSingleton<IFrostingTaskLifetime, TLifetime>();
        services.AddSingleton<IFrostingTaskSetup>(provider => provider.GetRequiredService<IFrostingTaskLifetime>());
        return services.AddSingleton<IFrostingTaskTeardown>(
            provider => provider.GetRequiredService<IFrostingTaskLifetime>());
    }

    /// <summary>Sets what happens before each task.</summary>
    /// <typeparam name="TSetup">The setup.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTaskSetup<TSetup>(this IServiceCollection services)
        where TSetup : class, IFrostingTaskSetup
    {
        return services.AddSingleton<IFrostingTaskSetup, TSetup>();
    }

    /// <summary>Sets what happens after each task.</summary>
    /// <typeparam name="TTeardown">The teardown.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTaskTeardown<TTeardown>(this IServiceCollection services)
        where TTeardown : class, IFrostingTaskTeardown
    {
        return services.AddSingleton<IFrostingTaskTeardown, TTeardown>();
    }

    /// <summary>Lets a Cake module register its services.</summary>
    /// <typeparam name="TModule">The module.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseModule<TModule>(this IServiceCollection services)
        where TModule : ICakeModule, new()
    {
        return Cake.Cli.ServiceCollectionExtensions.UseModule<TModule>(services);
    }

    /// <summary>Adds an installer for packages of another scheme.</summary>
    /// <typeparam name="TPackageInstaller">The installer.</typeparam>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UsePackageInstaller<TPackageInstaller>(this IServiceCollection services)
        where TPackageInstaller : class, IPackageInstaller
    {
        return services.AddSingleton<IPackageInstaller, TPackageInstaller>();
    }

    /// <summary>Installs a tool before the first task.</summary>
    /// <param name="services">The services.</param>
    /// <param name="uri">The tool, for example <c>nuget:?package=xunit.runner.console</c>.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTool(this IServiceCollection services, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return services.AddSingleton(new PackageReference(uri.OriginalString));
    }

    /// <summary>Sets the directory that the build runs in, unless <c>--working</c> does.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The directory; a relative one stands under the current one. It must exist.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseWorkingDirectory(this IServiceCollection services, DirectoryPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return services.AddSingleton(new WorkingDirectory(path));
    }

    /// <summary>Sets a value of Cake's configuration, under those of cake.config, the environment and the command line.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key, for example <c>NuGet_Source</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseCakeSetting(this IServiceCollection services, string key, string value)
    {
        return services.AddSingleton(new CakeSetting(key, value));
    }

    /// <summary>Sets the directory that tools are installed in.</summary>
    /// <param name="services">The services.</param>
    /// <param name="toolPath">The directory; a relative one stands under the working directory.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseToolPath(this IServiceCollection services, DirectoryPath toolPath)
    {
        ArgumentNullException.ThrowIfNull(toolPath);
        return services.UseCakeSetting("Paths_Tools", toolPath.FullPath);
    }
}
