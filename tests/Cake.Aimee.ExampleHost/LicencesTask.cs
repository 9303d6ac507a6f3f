using Cake.Aimee.Frosting;
using Cake.Common.Diagnostics;
using Cake.Frosting;

namespace Cake.Aimee.ExampleHost;

[TaskName("Licences")]
[BeforeStage("core/app:compile")]
public sealed class LicencesTask : FrostingTask<AimeeContext>
{
    public override void Run(AimeeContext context) => context.Information("the licences have been read");
}
