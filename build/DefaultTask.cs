using Cake.Aimee.Frosting;
using Cake.Frosting;

namespace Cake.Aimee.Build;

[TaskName("Default")]
[TaskDescription("Makes the build image, with all that comes before it.")]
[IsDependentOn(typeof(BuildImageTask))]
public sealed class DefaultTask : FrostingTask<BuildContext>;
