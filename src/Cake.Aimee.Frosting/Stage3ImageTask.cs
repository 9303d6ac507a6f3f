using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes the unmodified userland, <c>&lt;system&gt;/stage3</c>.</summary>
[TaskName(TaskNames.Stage3Image)]
[TaskDescription(TaskDescriptions.Stage3Image)]
[IsDependentOn(typeof(SetupTask))]
public sealed class Stage3ImageTask() : AimeeTask(TaskNames.Stage3Image);
