namespace Cake.Aimee.Targets;

/// <summary>The C library of a target system, which with the machine makes its binary interface.</summary>
public enum CLibrary
{
    /// <summary>The GNU C library.</summary>
    Gnu,

    /// <summary>musl.</summary>
    Musl,
}
