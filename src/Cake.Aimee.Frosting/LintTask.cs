using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Tells all that is wrong or doubtful in the tree (--format=text|json|github|gitlab).</summary>
[TaskName(TaskNames.Lint)]
[TaskDescription(TaskDescriptions.Lint)]
public sealed class LintTask() : AimeeTask(TaskNames.Lint);
