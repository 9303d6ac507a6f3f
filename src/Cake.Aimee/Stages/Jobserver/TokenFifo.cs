using System.ComponentModel;
using System.Runtime.InteropServices;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Microsoft.Win32.SafeHandles;

namespace Cake.Aimee.Stages.Jobserver;

/// <summary>A FIFO in the file system with a byte for each token: whoever reads a byte has the token until it writes it back.</summary>
internal sealed class TokenFifo : IDisposable
{
    private const uint OwnerOnly = 0x180; // 0600
    private const byte Token = (byte)'+';
    private readonly SafeFileHandle file;

    private TokenFifo(string path, SafeFileHandle file) => (Path, this.file) = (path, file);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Makes an empty one.</summary>
    /// <param name="path">Where; what is left there of an earlier build is replaced.</param>
    /// <exception cref="AimeeException">It can not be made there.</exception>
    public static TokenFifo Create(string path)
    {
        File.Delete(path);
        if (Native.MakeFifo(path, OwnerOnly) < 0)
        {
            throw Error(path);
        }

        // Both to read and to write: so it never ends for anybody as long as the build lives.
        var file = Native.Open(path, Native.ReadWriteNonBlocking);
        return file.IsInvalid ? throw Error(path) : new TokenFifo(path, file);
    }

    /// <summary>Puts tokens in.</summary>
    public void Put(int count)
    {
        Span<byte> tokens = stackalloc byte[count];
        tokens.Fill(Token);
        if (count > 0 && Native.Write(file, tokens, (nuint)count) != count)
        {
            throw Error(Path);
        }
    }

    /// <summary>Takes tokens out, as many as there are.</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>How many.</returns>
    public int Take(int count)
    {
        Span<byte> tokens = stackalloc byte[count];
        return (int)Math.Max(0, Native.Read(file, tokens, (nuint)count));
    }

    /// <summary>Waits until there is a token. Somebody else may be quicker to take it.</summary>
    /// <param name="milliseconds">How long to wait at most.</param>
    public void Wait(int milliseconds)
    {
        Span<Native.PollDescriptor> descriptors = [new() { Descriptor = (int)file.DangerousGetHandle(), Events = Native.PollIn }];
        _ = Native.Poll(descriptors, 1, milliseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        File.Delete(Path);
    }

    private static AimeeException Error(string path) => new(
        $"Can not share jobs through a FIFO at {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}. "
        + "Keep the tree's tmp directory on a local file system.");
}
