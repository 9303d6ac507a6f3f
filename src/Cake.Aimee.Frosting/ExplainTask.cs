using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Tells which stages a build would run, and why (--package=&lt;pattern&gt;, --format=json).</summary>
[TaskName(TaskNames.Explain)]
[TaskDescription(TaskDescriptions.Explain)]
public sealed class ExplainTask() : AimeeTask(TaskNames.Explain);
