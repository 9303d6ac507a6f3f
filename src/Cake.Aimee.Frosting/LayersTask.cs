using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>Shows what each layer of an image adds, hides and wastes.</summary>
[TaskName(TaskNames.Layers)]
[TaskDescription(TaskDescriptions.Layers)]
public sealed class LayersTask() : AimeeTask(TaskNames.Layers);
