using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Cake.Aimee.Archives;

/// <summary>Errors of the C library's calls.</summary>
internal static class SystemError
{
    public const int NotThere = 2;
    public const int IsThere = 17;
    public const int NoDirectory = 20;
    public const int Busy = 16;
    public const int IsDirectory = 21;
    public const int NotEmpty = 39;
    public const int NotSupported = 95;
    public const int NoData = 61;
    public const int LinkLoop = 40;
    public const int AccessDenied = 13;
    public const int NoSpace = 28;
    public const int ReadOnly = 30;
    public const int OverQuota = 122;

    /// <summary>The last call's error, of something that the caller names, as an exception, which carries its number.</summary>
    public static IOException Last() => new(new Win32Exception(Marshal.GetLastPInvokeError()).Message, Marshal.GetLastPInvokeError());

    /// <summary>The last call's error as an exception, which carries its number.</summary>
    public static IOException Last(string path) => Of(Marshal.GetLastPInvokeError(), path);

    /// <summary>The last call's error as an exception, which carries its number.</summary>
    /// <param name="name">The name that the call was given, with its NUL.</param>
    public static IOException Last(ReadOnlySpan<byte> name) => Last(TarName.Display(name[..^1]));

    private static IOException Of(int number, string path) => new($"{new Win32Exception(number).Message} : '{path}'", number);
}
