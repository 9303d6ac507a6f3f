using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Opens a shell where a stage runs, with its environment (--package=&lt;p&gt;, --stage=&lt;stage&gt;).</summary>
[TaskName(TaskNames.Shell)]
[TaskDescription(TaskDescriptions.Shell)]
public sealed class ShellTask() : AimeeTask(TaskNames.Shell);
