using Cake.Frosting;

namespace Cake.Aimee.ExampleHost;

[TaskName("Default")]
[IsDependentOn(typeof(SignTask))]
public sealed class DefaultTask : FrostingTask;
