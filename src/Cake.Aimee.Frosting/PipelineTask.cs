using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Writes a CI pipeline with a job for each package or image, or compares the file that is there with it.</summary>
[TaskName(TaskNames.Pipeline)]
[TaskDescription(TaskDescriptions.Pipeline)]
public sealed class PipelineTask() : AimeeTask(TaskNames.Pipeline);
