using System.Text;
using Cake.Aimee.Archives;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>Writes a file of the user's anew: whole, where a link leads, with the mode and the byte order mark that it had.</summary>
internal static class RulesFile
{
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var isThere = File.Exists(path);
        var file = (isThere ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path;
        using var pending = new PendingPath(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        var stream = new FileStream(pending.TemporaryPath, options);
        await using (stream.ConfigureAwait(false))
        {
            await stream.WriteAsync(new UTF8Encoding(isThere && HasMark(file)).Preamble.ToArray(), cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        if (isThere)
        {
            File.SetUnixFileMode(pending.TemporaryPath, File.GetUnixFileMode(file));
        }

        pending.Commit();
    }

    private static bool HasMark(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[3];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Encoding.UTF8.Preamble);
    }
}
