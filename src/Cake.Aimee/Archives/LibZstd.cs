using System.Runtime.InteropServices;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Archives;

/// <summary>The functions of zstd's library that are used, version 1.4 or later.</summary>
internal static partial class LibZstd
{
    public const int CompressionLevel = 100;
    public const int ChecksumFlag = 201;
    public const int WorkerCount = 400;

    public const int Continue = 0;
    public const int End = 2;

    private const string Library = "libzstd.so.1";

    /// <summary>Calls into the library; says what to install when it is not there.</summary>
    /// <exception cref="AimeeException">The library is missing.</exception>
    public static T Load<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (DllNotFoundException exception)
        {
            throw new AimeeException(
                "zstd needs the library libzstd.so.1, which is not on this machine: install the package libzstd1 (apt-get install libzstd1), or choose gzip.",
                exception);
        }
    }

    /// <summary>The result of a call.</summary>
    /// <exception cref="InvalidDataException">It is an error.</exception>
    public static nuint Check(nuint result) =>
        IsError(result) == 0 ? result : throw new InvalidDataException($"zstd: {Marshal.PtrToStringUTF8(ErrorName(result))}");

    [LibraryImport(Library, EntryPoint = "ZSTD_createCCtx")]
    public static partial nint CreateCompression();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeCCtx")]
    public static partial nuint FreeCompression(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_CCtx_setParameter")]
    public static partial nuint SetParameter(nint context, int parameter, int value);

    [LibraryImport(Library, EntryPoint = "ZSTD_compressStream2")]
    public static partial nuint Compress(nint context, ref Buffer output, ref Buffer input, int directive);

    [LibraryImport(Library, EntryPoint = "ZSTD_createDCtx")]
    public static partial nint CreateDecompression();

    [LibraryImport(Library, EntryPoint = "ZSTD_freeDCtx")]
    public static partial nuint FreeDecompression(nint context);

    [LibraryImport(Library, EntryPoint = "ZSTD_decompressStream")]
    public static partial nuint Decompress(nint context, ref Buffer output, ref Buffer input);

    [LibraryImport(Library, EntryPoint = "ZSTD_isError")]
    private static partial uint IsError(nuint result);

    [LibraryImport(Library, EntryPoint = "ZSTD_getErrorName")]
    private static partial nint ErrorName(nuint result);

    /// <summary>ZSTD_inBuffer and ZSTD_outBuffer, which have one form.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Buffer
    {
        public nint Start;
        public nuint Length;
        public nuint Position;
    }
}
