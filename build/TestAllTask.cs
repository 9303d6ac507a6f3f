using Cake.Frosting;

namespace Cake.Aimee.Build;

[TaskName("TestAll")]
[TaskDescription("Runs the whole-system checks that Test leaves out because they are slow.")]
[IsDependentOn(typeof(TestProgramsTask))]
public sealed class TestAllTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => TestRun.Of(context, "TestCategory=Slow");
}
