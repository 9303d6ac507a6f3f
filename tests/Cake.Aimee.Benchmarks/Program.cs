using Cake.Aimee.Benchmarks.Archive;
using Cake.Aimee.Benchmarks.Artifacts;
using Cake.Aimee.Benchmarks.Engine;
using Cake.Aimee.Benchmarks.InstallRoot;
using Cake.Aimee.Benchmarks.Squash;
using Cake.Aimee.Benchmarks.Stages;
using Cake.Aimee.Benchmarks.Tree;

switch (args)
{
    case ["squash", ..]:
        return await SquashBenchmark.RunAsync(args[1..]);
    case ["archive", ..]:
        return await ArchiveBenchmark.RunAsync(args[1..]);
    case ["tree", ..]:
        return await TreeBenchmark.RunAsync(args[1..]);
    case ["install-root", ..]:
        return await InstallRootBenchmark.RunAsync(args[1..]);
    case ["artifacts"]:
        await ArtifactBenchmark.RunAsync(Console.Out);
        return 0;
    case ["engine"]:
        await EngineBenchmark.RunAsync(Console.Out);
        return 0;
    case ["scheduler"]:
        await SchedulerBenchmark.RunAsync(Console.Out);
        return 0;
    case ["nothing-to-do", ..]:
        return NothingToDoBenchmark.Run(args[1..]);
    default:
        await Console.Error.WriteLineAsync("Which benchmark: squash, archive, artifacts, tree, nothing-to-do, install-root, engine or scheduler?");
        return 2;
}
