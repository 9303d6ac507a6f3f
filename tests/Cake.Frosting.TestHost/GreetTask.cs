using Cake.Core.Diagnostics;

namespace Cake.Frosting.TestHost;

[TaskName("Default")]
[TaskDescription("Greets somebody.")]
public sealed class GreetTask : FrostingTask<GreetingContext>
{
    public override void Run(GreetingContext context) => context.Log.Information("Hello, {0}!", context.Name);
}
