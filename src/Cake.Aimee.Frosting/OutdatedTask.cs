using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Tells which packages are behind what their sources' places have (--package=&lt;pattern&gt;, --format=json).</summary>
[TaskName(TaskNames.Outdated)]
[TaskDescription(TaskDescriptions.Outdated)]
public sealed class OutdatedTask() : AimeeTask(TaskNames.Outdated);
