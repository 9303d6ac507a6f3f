using Cake.Core;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Cake.Frosting.Tests.Support;

/// <summary>
/// A real host, run in this process, with consoles that keep what is written. The tests' tasks are not public,
/// so that the host finds none in the entry assembly, whichever that is.
/// </summary>
internal sealed class HostRun : IDisposable
{
    private readonly RecordingConsole console = new();
    private readonly Journal journal = new();
    private readonly string startedIn = Environment.CurrentDirectory;

    public HostRun()
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("frosting-").FullName;
        Environment.CurrentDirectory = Directory;
        Host = CakeHost.Create().ConfigureServices(services => services
            .AddSingleton(journal)
            .AddSingleton<ICakeEngine>(provider => Engine = ActivatorUtilities.CreateInstance<CakeEngine>(provider))
            .AddSingleton<IConsole>(console)
            .AddSingleton(AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(console.Output),
            })));
    }

    public CakeHost Host { get; }

    /// <summary>Cake's engine, when the host has run.</summary>
    public ICakeEngine Engine { get; private set; } = null!;

    /// <summary>An empty directory, which is the current one until the run is disposed of.</summary>
    public string Directory { get; }

    public HostRun With<TTask>()
        where TTask : class, IFrostingTask
    {
        Host.ConfigureServices(services => services.AddSingleton<IFrostingTask, TTask>());
        return this;
    }

    public HostRun With(Action<CakeHost> configure)
    {
        configure(Host);
        return this;
    }

    public RunResult Run(params string[] arguments)
    {
        var code = Host.Run(arguments);
        return new RunResult(code, console.Output.ToString(), console.Error.ToString(), journal.Events);
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = startedIn;
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
