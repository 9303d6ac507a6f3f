using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes <c>build/build-&lt;triple&gt;</c>, in one layer.</summary>
[TaskName(TaskNames.BuildImage)]
[TaskDescription(TaskDescriptions.BuildImage)]
[IsDependentOn(typeof(CrossImageTask))]
public sealed class BuildImageTask() : AimeeTask(TaskNames.BuildImage);
