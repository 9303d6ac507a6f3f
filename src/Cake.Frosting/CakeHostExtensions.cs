using Cake.Core.Composition;
using Cake.Core.IO;
using Cake.Core.Packaging;

namespace Cake.Frosting;

/// <summary>Puts a <see cref="CakeHost"/> together. Of what there is one of, the last registration counts.</summary>
public static class CakeHostExtensions
{
    /// <summary>Lets a startup class register services.</summary>
    /// <typeparam name="TStartup">The startup class.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseStartup<TStartup>(this CakeHost host)
        where TStartup : IFrostingStartup, new()
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => new TStartup().Configure(services));
    }

    /// <summary>Sets the context that tasks and lifetimes get.</summary>
    /// <typeparam name="TContext">The context; made by dependency injection.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseContext<TContext>());
    }

    /// <summary>Sets what happens before and after the run.</summary>
    /// <typeparam name="TLifetime">The lifetime.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseLifetime<TLifetime>());
    }

    /// <summary>Sets what happens before the first task.</summary>
    /// <typeparam name="TSetup">The setup.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseSetup<TSetup>(this CakeHost host)
        where TSetup : class, IFrostingSetup
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseSetup<TSetup>());
    }

    /// <summary>Sets what happens after the last task.</summary>
    /// <typeparam name="TTeardown">The teardown.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTeardown<TTeardown>(this CakeHost host)
        where TTeardown : class, IFrostingTeardown
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseTeardown<TTeardown>());
    }

    /// <summary>Sets what happens before and after each task.</summary>
    /// <typeparam name="TLifetime">The lifetime.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTaskLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingTaskLifetime
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseTaskLifetime<TLifetime>());
    }

    /// <summary>Sets what happens before each task.</summary>
    /// <typeparam name="TSetup">The setup.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTaskSetup<TSetup>(this CakeHost host)
        where TSetup : class, IFrostingTaskSetup
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseTaskSetup<TSetup>());
    }

    /// <summary>Sets what happens after each task.</summary>
    /// <typeparam name="TTeardown">The teardown.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTaskTeardown<TTeardown>(this CakeHost host)
        where TTeardown : class, IFrostingTaskTeardown
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseTaskTeardown<TTeardown>());
    }

    /// <summary>Lets a Cake module register its services.</summary>
    /// <typeparam name="TModule">The module.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseModule<TModule>(this CakeHost host)
        where TModule : ICakeModule, new()
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseModule<TModule>());
    }

    /// <summary>Adds an installer for packages of another scheme.</summary>
    /// <typeparam name="TPackageInstaller">The installer.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UsePackageInstaller<TPackageInstaller>(this CakeHost host)
        where TPackageInstaller : class, IPackageInstaller
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UsePackageInstaller<TPackageInstaller>());
    }

    /// <summary>Installs a tool before the first task.</summary>
    /// <param name="host">The host.</param>
    /// <param name="uri">The tool, for example <c>nuget:?package=xunit.runner.console</c>.</param>
    /// <returns>The same host.</returns>
    public static CakeHost InstallTool(this CakeHost host, Uri uri)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseTool(uri));
    }

    /// <summary>Sets the directory that the build runs in, unless <c>--working</c> does.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The directory; a relative one stands under the current one. It must exist.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseWorkingDirectory(this CakeHost host, DirectoryPath path)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseWorkingDirectory(path));
    }

    /// <summary>Sets a value of Cake's configuration, under those of cake.config, the environment and the command line.</summary>
    /// <param name="host">The host.</param>
    /// <param name="key">The key, for example <c>NuGet_Source</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseCakeSetting(this CakeHost host, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseCakeSetting(key, value));
    }

    /// <summary>Sets the directory that tools are installed in.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The directory; a relative one stands under the working directory.</param>
    /// <returns>The same host.</returns>
    public static CakeHost SetToolPath(this CakeHost host, DirectoryPath path)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services => services.UseToolPath(path));
    }
}
