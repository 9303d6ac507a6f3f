using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Makes or updates the branches base/*, cross/*, build/* and lib/* (--sub-branch=&lt;name&gt;).</summary>
[TaskName(TaskNames.ImageBranches)]
[TaskDescription(TaskDescriptions.ImageBranches)]
public sealed class ImageBranchesTask() : AimeeTask(TaskNames.ImageBranches);
