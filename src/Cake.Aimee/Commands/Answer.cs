using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Commands;

/// <summary>An answer in the form that was asked for.</summary>
/// <param name="options">What the user asked for.</param>
/// <param name="output">Where it goes when no file is named.</param>
internal sealed class Answer(AimeeOptions options, TextWriter output)
{
    /// <summary>Writes the answer: to <c>--output</c>, whole or not at all, or to the user.</summary>
    /// <param name="formats">The forms that there are; the first one is the default.</param>
    /// <exception cref="AimeeException">There is no such form.</exception>
    public async Task WriteAsync(params (string Name, Action<TextWriter> Write)[] formats)
    {
        var format = Array.Find(formats, format => options.Format is null || format.Name == options.Format);
        if (format.Write is null)
        {
            throw new AimeeException(
                $"--format takes {string.Join(", ", formats.Select(known => known.Name))}; '{options.Format}' is none of them.");
        }

        if (options.Output is not { } path)
        {
            format.Write(output);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var pending = $"{path}.{Environment.ProcessId}.tmp";
        var writer = new StreamWriter(pending);
        await using (writer.ConfigureAwait(false))
        {
            format.Write(writer);
        }

        File.Move(pending, path, overwrite: true);
    }
}
