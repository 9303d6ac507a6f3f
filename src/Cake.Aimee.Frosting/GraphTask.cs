using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Writes the graph of stages: --format=json|dot|mermaid|make|html, --output=&lt;file&gt;.</summary>
[TaskName(TaskNames.Graph)]
[TaskDescription(TaskDescriptions.Graph)]
public sealed class GraphTask() : AimeeTask(TaskNames.Graph);
