using Cake.Core.Composition;
using Cake.Core.Packaging;
using Cake.Frosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Tests;

/// <summary>What all the extension methods have in common; what each does is tested with what it is for.</summary>
public sealed class ExtensionTests
{
    private static readonly Func<CakeHost, CakeHost>[] OnHosts =
    [
        host => host.UseStartup<Startup>(),
        host => host.UseContext<FrostingContext>(),
        host => host.UseLifetime<IFrostingLifetime>(),
        host => host.UseSetup<IFrostingSetup>(),
        host => host.UseTeardown<IFrostingTeardown>(),
        host => host.UseTaskLifetime<IFrostingTaskLifetime>(),
        host => host.UseTaskSetup<IFrostingTaskSetup>(),
        host => host.UseTaskTeardown<IFrostingTaskTeardown>(),
        host => host.UseModule<Module>(),
        host => host.UsePackageInstaller<IPackageInstaller>(),
        host => host.InstallTool(new Uri("nuget:?package=x")),
        host => host.UseWorkingDirectory("."),
        host => host.UseCakeSetting("key", "value"),
        host => host.SetToolPath("tools"),
    ];

    private static readonly Func<IServiceCollection, IServiceCollection>[] OnServices =
    [
        services => services.UseContext<FrostingContext>(),
        services => services.UseLifetime<IFrostingLifetime>(),
        services => services.UseSetup<IFrostingSetup>(),
        services => services.UseTeardown<IFrostingTeardown>(),
        services => services.UseTaskLifetime<IFrostingTaskLifetime>(),
        services => services.UseTaskSetup<IFrostingTaskSetup>(),
        services => services.UseTaskTeardown<IFrostingTaskTeardown>(),
        services => services.UseModule<Module>(),
        services => services.UsePackageInstaller<IPackageInstaller>(),
        services => services.UseTool(new Uri("nuget:?package=x")),
        services => services.UseWorkingDirectory("."),
        services => services.UseCakeSetting("key", "value"),
        services => services.UseToolPath("tools"),
    ];

    [Test]
    public void They_return_what_they_were_called_on()
    {
        var host = new CakeHost();
        var services = new ServiceCollection();

        Assert.That(OnHosts.Select(extension => extension(host)), Is.All.SameAs(host));
        Assert.That(OnServices.Select(extension => extension(services)), Is.All.SameAs(services));
    }

    [Test]
    public void They_refuse_what_is_not_there()
    {
        foreach (var extension in OnHosts)
        {
            Assert.That(() => extension(null!), Throws.ArgumentNullException);
        }

        Assert.That(() => new CakeHost().AddAssembly(null!), Throws.ArgumentNullException);
        Assert.That(() => new CakeHost().ConfigureServices(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void None_is_untested() =>
        Assert.That(
            (Hosts: Count(typeof(CakeHostExtensions)), Services: Count(typeof(ServiceCollectionExtensions))),
            Is.EqualTo((OnHosts.Length, OnServices.Length)));

    private static int Count(Type type) => type.GetMethods().Count(method => method.IsStatic);

    private sealed class Startup : IFrostingStartup
    {
        public void Configure(IServiceCollection services)
        {
        }
    }

    private sealed class Module : ICakeModule
    {
        public void Register(ICakeContainerRegistrar registrar)
        {
        }
    }
}
