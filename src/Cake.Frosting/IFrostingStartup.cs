using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Registers a host's services, in a class of their own.</summary>
public interface IFrostingStartup
{
    /// <summary>Registers services.</summary>
    /// <param name="services">The host's services; what is registered later wins.</param>
    void Configure(IServiceCollection services);
}
