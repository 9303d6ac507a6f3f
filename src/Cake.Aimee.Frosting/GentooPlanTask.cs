using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Prints every command and file that would make the images of Gentoo; runs none.</summary>
[TaskName(TaskNames.GentooPlan)]
[TaskDescription(TaskDescriptions.GentooPlan)]
public sealed class GentooPlanTask() : AimeeTask(TaskNames.GentooPlan);
