using Cake.Aimee.Frosting;
using Cake.Common.Diagnostics;
using Cake.Frosting;

namespace Cake.Aimee.ExampleHost;

[TaskName("Sign")]
[TaskDescription("Signs the application.")]
[AfterStage("core/app:package")]
public sealed class SignTask : FrostingTask<AimeeContext>
{
    public override void Run(AimeeContext context) => context.Information("signed");
}
