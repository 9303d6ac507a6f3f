using System.Reflection;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>
/// Runs a build whose tasks are classes: the public <see cref="IFrostingTask"/>s of the entry assembly
/// and of those added, made by dependency injection.
/// </summary>
public sealed class CakeHost
{
    private readonly ServiceCollection services = new();
    private readonly List<Assembly> assemblies = [];

    /// <summary>Makes a host with Cake's own services, which later registrations override.</summary>
    public CakeHost()
    {
        services.AddHostServices();
        // None when unmanaged code hosts the runtime.
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            assemblies.Add(entry);
        }
    }

    /// <summary>Makes a host.</summary>
    /// <returns>A new host.</returns>
    public static CakeHost Create()
    {
        return new CakeHost();
    }

    /// <summary>Takes the tasks of another assembly too.</summary>
    /// <param name="assembly">The assembly; its public, concrete <see cref="IFrostingTask"/>s are taken.</param>
    /// <returns>This host.</returns>
    public CakeHost AddAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        assemblies.Add(assembly);
        return this;
    }

    /// <summary>Registers services, at once.</summary>
    /// <param name="services">Registers them; what is registered later wins.</param>
    /// <returns>This host.</returns>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services(this.services);
        return this;
    }

    /// <summary>Runs the build that the command line asks for. What fails is logged, not thrown.</summary>
    /// <param name="args">The command line, without the program's name.</param>
    /// <returns>
    /// 0; the code of a <see cref="Cake.Core.CakeException"/> thrown outside a task; 1 for any other failure;
    /// -1 for a command line that cannot be read.
    /// </returns>
    public int Run(IEnumerable<string> args)
    {
        if (!StandsSomewhere())
        {
            // Nothing of Cake's can be made without a working directory, its log neither.
            Console.Error.WriteLine("Error: The directory that this was started in has been removed. Go to one that is there (cd) and run it again.");
            return 1;
        }

        foreach (var task in assemblies.SelectMany(TaskType.In))
        {
            services.AddSingleton(typeof(IFrostingTask), task);
        }

        var app = new CommandApp<HostCommand>(new Cake.Cli.TypeRegistrar(CommandServices()));
        app.Configure(command =>
        {
            command.AddExample();
            command.AddExample("--verbosity", "quiet");
            command.AddExample("--tree");
            // A flag that comes with a value ("--version=1.2.3") is the build's argument, not ours.
            command.Settings.ConvertFlagsToRemainingArguments = true;
        });
        return app.Run(args);
    }

    private static bool StandsSomewhere()
    {
        try
        {
            return Environment.CurrentDirectory.Length > 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The command line's own small container; the run's is built when the arguments are known.</summary>
    private ServiceCollection CommandServices()
    {
        var command = new ServiceCollection();
        command.AddSingleton<IServiceCollection>(services);
        return command;
    }
}
