using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes the image that the current branch is responsible for, and pulls the one before it (--push sends it to the registry).</summary>
[TaskName(TaskNames.BranchImage)]
[TaskDescription(TaskDescriptions.BranchImage)]
[IsDependentOn(typeof(SetupTask))]
public sealed class BranchImageTask() : AimeeTask(TaskNames.BranchImage);
