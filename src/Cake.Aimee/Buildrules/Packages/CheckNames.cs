using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>The checks of an install root, by the names that rules waive them with.</summary>
public static class CheckNames
{
    /// <summary>Compiled files are for the target.</summary>
    public const string WrongMachine = "wrong-machine";

    /// <summary>Files are where the Filesystem Hierarchy Standard has a place for them.</summary>
    public const string Hierarchy = "fhs";

    /// <summary>Not everybody may write to files.</summary>
    public const string WorldWritable = "world-writable";

    /// <summary>No program runs with its owner's or group's rights.</summary>
    public const string SetUserId = "setuid";

    /// <summary>No file holds a path of the build.</summary>
    public const string BuildPath = "build-path";

    /// <summary>No file holds the path of the sysroot.</summary>
    public const string SysrootPath = "sysroot-path";

    /// <summary>No libtool file is installed.</summary>
    public const string Libtool = "libtool";

    /// <summary>Symbolic links are relative.</summary>
    public const string AbsoluteLink = "absolute-link";

    /// <summary>Symbolic links stay inside.</summary>
    public const string EscapingLink = "escaping-link";

    /// <summary>Symbolic links point to something.</summary>
    public const string DanglingLink = "dangling-link";

    /// <summary>Something is installed.</summary>
    public const string Empty = "empty";

    /// <summary>Needed shared libraries are in the package or in its run dependencies.</summary>
    public const string MissingLibrary = "missing-library";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        WrongMachine, Hierarchy, WorldWritable, SetUserId, BuildPath, SysrootPath, Libtool, AbsoluteLink, EscapingLink, DanglingLink,
        Empty, MissingLibrary,
    ];
}
