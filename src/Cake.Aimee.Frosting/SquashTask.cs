using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes one layer of an image's layers.</summary>
[TaskName(TaskNames.Squash)]
[TaskDescription(TaskDescriptions.Squash)]
public sealed class SquashTask() : AimeeTask(TaskNames.Squash);
