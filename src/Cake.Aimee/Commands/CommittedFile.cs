using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Commands;

/// <summary>A file in the repository that a command has written, and that has to stay as the command would write it.</summary>
/// <param name="processes">Runs <c>diff</c>.</param>
/// <param name="top">The top of the tree.</param>
/// <param name="path">The file's path.</param>
/// <param name="command">The command line that writes it.</param>
internal sealed class CommittedFile(IProcessRunner processes, string top, string path, string command)
{
    private const int MostLines = 40;

    private string Name => Path.GetRelativePath(top, path);

    /// <summary>Compares it with what would be written now.</summary>
    /// <param name="text">What would be written.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">It is not there, or differs: the lines are told.</exception>
    public async Task CheckAsync(string text, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new AimeeException($"There is no {Name} to check. Write it: {command}");
        }

        if (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false) == text)
        {
            return;
        }

        var difference = ProcessRequest.Of("diff", "--unified=0", path, "-") with
        {
            Input = async (input, stop) =>
            {
                var writer = new StreamWriter(input);
                await using (writer.ConfigureAwait(false))
                {
                    await writer.WriteAsync(text.AsMemory(), stop).ConfigureAwait(false);
                }
            },
        };
        var result = await processes.RunAsync(difference, cancellationToken).ConfigureAwait(false);
        // The first two lines name files.
        var lines = result.Output.TrimEnd('\n').Split('\n').Skip(2).ToList();
        var more = lines.Count > MostLines ? $"{Environment.NewLine}    … and {lines.Count - MostLines} more lines" : "";
        throw new AimeeException(
            $"{Name} is out of date: what stands in it (-) and what should (+), by lines:{Environment.NewLine}"
            + $"{string.Join(Environment.NewLine, lines.Take(MostLines).Select(line => $"    {line}"))}{more}{Environment.NewLine}"
            + $"Write it anew: {command}");
    }
}
