using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes <c>build/base</c>.</summary>
[TaskName(TaskNames.BaseImage)]
[TaskDescription(TaskDescriptions.BaseImage)]
[IsDependentOn(typeof(Stage3ImageTask))]
public sealed class BaseImageTask() : AimeeTask(TaskNames.BaseImage);
