using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>Cake's own container, for an engine to be tested in.</summary>
internal static class EngineServices
{
    public static IServiceCollection With(Type engine, ICakeLog log) => new ServiceCollection()
        .UseModule<CoreModule>()
        .AddCakeDiagnostics()
        .AddSingleton<ICakeArguments>(new CakeArguments(Array.Empty<string>().ToLookup(key => key)))
        .AddSingleton<ICakeConfiguration>(new CakeConfiguration(new Dictionary<string, string>()))
        .AddSingleton(log)
        .AddSingleton(typeof(ICakeEngine), engine);
}
