using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes <c>build/cross-&lt;triple&gt;</c>, its toolchain proved.</summary>
[TaskName(TaskNames.CrossImage)]
[TaskDescription(TaskDescriptions.CrossImage)]
[IsDependentOn(typeof(BaseImageTask))]
public sealed class CrossImageTask() : AimeeTask(TaskNames.CrossImage);
