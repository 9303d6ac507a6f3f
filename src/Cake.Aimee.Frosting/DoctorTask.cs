using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Shows which programs and engines are there, what is missing, and what would be used.</summary>
[TaskName(TaskNames.Doctor)]
[TaskDescription(TaskDescriptions.Doctor)]
public sealed class DoctorTask() : AimeeTask(TaskNames.Doctor);
