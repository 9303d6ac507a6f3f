namespace Cake.Aimee.Processes;

/// <summary>What a program is kept away from, by the kernel's namespaces.</summary>
[Flags]
public enum Isolation
{
    /// <summary>Nothing: the program sees what the caller sees.</summary>
    None = 0,

    /// <summary>No network but its own loopback.</summary>
    Network = 1,

    /// <summary>A process namespace of its own: when the first process ends, or the build dies, all of them end.</summary>
    Processes = 2,

    /// <summary>A mount namespace of its own: what it mounts is not seen outside.</summary>
    Mounts = 4,
}
