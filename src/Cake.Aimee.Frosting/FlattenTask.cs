using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes one tar archive of an image.</summary>
[TaskName(TaskNames.Flatten)]
[TaskDescription(TaskDescriptions.Flatten)]
public sealed class FlattenTask() : AimeeTask(TaskNames.Flatten);
