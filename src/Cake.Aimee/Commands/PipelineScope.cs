namespace Cake.Aimee.Commands;

/// <summary>What the jobs of a pipeline make: <c>--scope=packages|images</c>.</summary>
public enum PipelineScope
{
    /// <summary>The tree's packages.</summary>
    Packages,

    /// <summary>The images of the chain.</summary>
    Images,
}
