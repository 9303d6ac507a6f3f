namespace Cake.Aimee.Processes;

/// <summary>A program of the host that something needs.</summary>
/// <param name="Name">The program's name on the PATH.</param>
/// <param name="Package">The Debian package that brings it.</param>
/// <param name="Purpose">What it is needed for, in a few words.</param>
public sealed record SystemProgram(string Name, string Package, string Purpose)
{
    /// <summary>Whether things work without it, if less well.</summary>
    public bool Optional { get; init; }
}
