using Cake.Aimee.Dsl;
using Cake.Frosting;

namespace Cake.Aimee.Frosting;

/// <summary>A task that is there in every tree, and does in a host what the task of its name does in a script.</summary>
public abstract class AimeeTask : AsyncFrostingTask<AimeeContext>
{
    private readonly string name;

    /// <summary>A task of a name.</summary>
    /// <param name="name">The name, one of <see cref="TaskNames"/>.</param>
    private protected AimeeTask(string name) => this.name = name;

    /// <inheritdoc/>
    public sealed override Task RunAsync(AimeeContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Runtime.RunAsync(name);
    }
}
