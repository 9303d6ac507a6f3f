using System.Diagnostics;
using Cake.Aimee.Dsl;
using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Aimee.Benchmarks.Engine;

/// <summary>A layered build of many empty tasks, registered and run on Cake's engine and on ours.</summary>
internal static class EngineBenchmark
{
    private const int Layers = 10;
    private const int DependenciesOfOne = 3;

    /// <summary>Writes, for each size, both engines' milliseconds and their ratio.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        await MeasureAsync<IndexedEngine>(100);
        await MeasureAsync<CakeEngine>(100);
        foreach (var count in new[] { 1_000, 3_000, 10_000 })
        {
            var (register, run) = await MeasureAsync<IndexedEngine>(count);
            var (cakesRegister, cakesRun) = await MeasureAsync<CakeEngine>(count);
            var ratio = (cakesRegister + cakesRun) / (register + run);
            await output.WriteLineAsync(
                $"{count,6} tasks: register {register.TotalMilliseconds,5:F0} ms, run {run.TotalMilliseconds,5:F0} ms; "
                + $"Cake's engine {cakesRegister.TotalMilliseconds,5:F0} and {cakesRun.TotalMilliseconds,6:F0} ms: {ratio:F0} times ours");
        }
    }

    private static async Task<(TimeSpan Register, TimeSpan Run)> MeasureAsync<TEngine>(int count)
        where TEngine : class, ICakeEngine
    {
        await using var services = new ServiceCollection()
            .UseModule<CoreModule>()
            .AddCakeDiagnostics()
            .AddSingleton<ICakeArguments>(new CakeArguments(Array.Empty<string>().ToLookup(key => key)))
            .AddSingleton<ICakeConfiguration>(new CakeConfiguration(new Dictionary<string, string>()))
            .AddSingleton<ICakeEngine, TEngine>()
            .BuildServiceProvider();
        services.GetRequiredService<ICakeLog>().Verbosity = Verbosity.Quiet;
        var engine = services.GetRequiredService<ICakeEngine>();
        var context = services.GetRequiredService<ICakeContext>();
        var strategy = services.GetRequiredService<IExecutionStrategy>();

        var watch = Stopwatch.StartNew();
        Register(engine, count);
        var register = watch.Elapsed;
        await engine.RunTargetAsync(context, strategy, new ExecutionSettings().SetTarget("all"));
        return (register, watch.Elapsed - register);
    }

    private static void Register(ICakeEngine engine, int count)
    {
        var width = count / Layers;
        for (var number = 0; number < count; number++)
        {
            var task = engine.RegisterTask(Name(number)).Does(() => { });
            for (var edge = 0; number >= width && edge < DependenciesOfOne; edge++)
            {
                var below = number - (number % width) - width;
                task.IsDependentOn(Name(below + ((number + (edge * 7)) % width)));
            }
        }

        var all = engine.RegisterTask("all");
        for (var number = count - width; number < count; number++)
        {
            all.IsDependentOn(Name(number));
        }
    }

    private static string Name(int number) => $"category/package-{number}:compile";
}
