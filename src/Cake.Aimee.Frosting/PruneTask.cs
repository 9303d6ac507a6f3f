using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Removes artifacts and sources that newer ones have replaced.</summary>
[TaskName(TaskNames.Prune)]
[TaskDescription(TaskDescriptions.Prune)]
public sealed class PruneTask() : AimeeTask(TaskNames.Prune);
