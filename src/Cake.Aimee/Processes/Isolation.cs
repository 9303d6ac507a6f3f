namespace Cake.Aimee.Processes;

/// <summary>
/// What a program is kept away from, by the kernel's namespaces. Root makes them directly, a normal user through
/// a user namespace; what a machine allows, <see cref="IsolationSupport"/> says.
/// </summary>
[Flags]
public enum Isolation
{
    /// <summary>Nothing: the program sees what the caller sees.</summary>
    None = 0,

    /// <summary>No network but its own loopback (which is up when the program <c>ip</c> is installed).</summary>
    Network = 1,

    /// <summary>
    /// A process namespace of its own: when the program ends, or the build dies, the kernel ends all of its
    /// processes at once, whatever they did to get away. Together with <see cref="Mounts"/> the program has a
    /// <c>/proc</c> that shows these processes only.
    /// </summary>
    Processes = 2,

    /// <summary>
    /// A mount namespace of its own: what it mounts is not seen outside. A normal user is root in there, so as
    /// to be able to mount, with no rights beyond their own outside.
    /// </summary>
    Mounts = 4,
}
