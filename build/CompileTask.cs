using Cake.Common.Tools.DotNet;
using Cake.Common.Tools.DotNet.Build;
using Cake.Frosting;

namespace Cake.Aimee.Build;

[TaskName("Compile")]
[TaskDescription("Compiles the solution.")]
public sealed class CompileTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => context.DotNetBuild(
        BuildContext.Solution,
        new DotNetBuildSettings { Configuration = BuildContext.BuildConfiguration, NoLogo = true });
}
