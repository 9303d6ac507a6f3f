using Cake.Common;
using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Run;
using Cake.Core;
using Cake.Core.IO;
using Cake.Frosting;

namespace Cake.Aimee.Build;

[TaskName("Benchmark")]
[TaskDescription("Measures beside the peers: --benchmark=squash|archive|artifacts|tree|nothing-to-do|install-root|engine|scheduler; without it, all.")]
[IsDependentOn(typeof(TestProgramsTask))]
public sealed class BenchmarkTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context)
    {
        string[] benchmarks = context.HasArgument("benchmark") ? [context.Argument<string>("benchmark")] : ["engine", "scheduler", "tree", "nothing-to-do", "install-root", "artifacts", "archive", "squash"];
        foreach (var benchmark in benchmarks)
        {
            context.DotNetRun(
                "tests/Cake.Aimee.Benchmarks/Cake.Aimee.Benchmarks.csproj",
                new ProcessArgumentBuilder().Append(benchmark),
                new DotNetRunSettings { Configuration = BuildContext.BuildConfiguration });
        }
    }
}
