using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages;

/// <summary>What a stage prints, in its file from the beginning on; the last lines are kept to be shown.</summary>
internal sealed class StageLog : IDisposable
{
    private const int Shown = 30;
    private const int LongestShown = 1000;
    private readonly StreamWriter writer;
    private readonly ImmutableArray<string> secrets;
    private readonly Queue<string> last = new();
    private readonly Action<string>? onLine;

    /// <summary>Begins the log of a stage anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="secrets">What must not be seen in it.</param>
    /// <param name="onLine">Told each line.</param>
    public StageLog(string path, ImmutableArray<string> secrets, Action<string>? onLine)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        Path = path;
        this.secrets = secrets;
        this.onLine = onLine;
        writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The last lines.</summary>
    public ImmutableArray<string> LastLines
    {
        get
        {
            lock (last)
            {
                return [.. last];
            }
        }
    }

    /// <summary>Adds a line of our own.</summary>
    public void Write(string line) => Add(SecretMask.Apply(line, secrets));

    /// <summary>Adds a line of a program, whose secrets are masked already.</summary>
    public void Write(ProcessLine line) => Add(line.Text);

    /// <summary>A line as it is shown: a program that never ends its lines fills no screen.</summary>
    public static string Shorten(string line) => line.Length <= LongestShown ? line : $"{line.AsSpan(0, LongestShown)}…";

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException)
        {
            // The line that could not be written has told of it: that is what ended the stage.
        }
    }

    private void Add(string line)
    {
        lock (last)
        {
            writer.WriteLine(line);
            last.Enqueue(Shorten(line));
            if (last.Count > Shown)
            {
                last.Dequeue();
            }
        }

        onLine?.Invoke(line);
    }
}
