using System.Runtime.InteropServices;

namespace Cake.Aimee.Archives;

/// <summary>How a file is opened, in the kernel's numbers. Two of them are others on ARM.</summary>
internal static class OpenFlags
{
    public const int Write = 1;
    public const int Create = 0x40;
    public const int MustBeNew = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public static readonly int Directory = IsArm ? 0x4000 : 0x10000;
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
}
