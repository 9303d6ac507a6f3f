namespace Cake.Aimee.Commands;

/// <summary>Where packages come from that the requested ones need: <c>--dependencies=build|pull</c>.</summary>
public enum DependencyOrigin
{
    /// <summary>They are built when they are neither here nor upstream.</summary>
    Build,

    /// <summary>They are pulled from upstream; one that is not there is an error, not a build.</summary>
    Pull,
}
