using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Copies the chain's images to the config's registry.</summary>
[TaskName(TaskNames.PushImages)]
[TaskDescription(TaskDescriptions.PushImages)]
[IsDependentOn(typeof(BuildImageTask))]
public sealed class PushImagesTask() : AimeeTask(TaskNames.PushImages);
