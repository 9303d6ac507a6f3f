using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Installs the system programs that are missing.</summary>
[TaskName(TaskNames.Setup)]
[TaskDescription(TaskDescriptions.Setup)]
public sealed class SetupTask() : AimeeTask(TaskNames.Setup);
