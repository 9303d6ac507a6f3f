namespace Cake.Aimee.Targets;

/// <summary>What kind of ELF file it is, <c>e_type</c>.</summary>
public enum ElfType
{
    /// <summary>None of the others.</summary>
    Other = 0,

    /// <summary>An object file, or a kernel module.</summary>
    Relocatable = 1,

    /// <summary>A program at a fixed address.</summary>
    Executable = 2,

    /// <summary>A shared library, or a program at any address.</summary>
    Shared = 3,

    /// <summary>The memory of a process that has crashed.</summary>
    Core = 4,
}
