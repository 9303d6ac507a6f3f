using Cake.Frosting;

namespace Cake.Aimee.Build;

[TaskName("Test")]
[TaskDescription("Runs the tests, with real tools and a real image chain; within 20 minutes on two cores.")]
[IsDependentOn(typeof(TestProgramsTask))]
public sealed class TestTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => TestRun.Of(context, "TestCategory!=Slow");
}
