using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Lists the packages of the tree (--package=&lt;pattern&gt;, --format=json).</summary>
[TaskName(TaskNames.List)]
[TaskDescription(TaskDescriptions.List)]
public sealed class ListTask() : AimeeTask(TaskNames.List);
