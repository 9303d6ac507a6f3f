using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Tells all that is known of a package: --package=&lt;p&gt; [--var=NAME] [--format=json].</summary>
[TaskName(TaskNames.Query)]
[TaskDescription(TaskDescriptions.Query)]
public sealed class QueryTask() : AimeeTask(TaskNames.Query);
