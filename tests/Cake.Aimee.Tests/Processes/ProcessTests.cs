using System.Collections.Immutable;
using System.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Processes;

/// <summary>What the tests of this room share: a runner, a temporary directory, and ways to look at processes.</summary>
internal abstract class ProcessTests
{
    protected static readonly ProcessRunner Runner = new();
    private string? _directory;

    /// <summary>A directory that is gone after the test.</summary>
    protected string Directory => _directory ??= System.IO.Directory.CreateTempSubdirectory("aimee-").FullName;

    [TearDown]
    public void RemoveDirectory()
    {
        if (_directory is not null)
        {
            System.IO.Directory.Delete(_directory, recursive: true);
            _directory = null;
        }
    }

    protected static ProcessRequest Sh(string script, params ReadOnlySpan<string> arguments) =>
        ProcessRequest.Of("sh", ["-c", script, "sh", .. arguments]);

    protected static Task<ProcessResult> RunAsync(ProcessRequest request) =>
        Runner.RunAsync(request, CancellationToken.None);

    /// <summary>A file's path in the test's directory.</summary>
    protected string InDirectory(string name) => Path.Combine(Directory, name);

    /// <summary>The process numbers in a file, one a line, as soon as there are so many.</summary>
    protected static async Task<ImmutableArray<int>> NumbersAsync(string file, int count)
    {
        string[] lines = [];
        await UntilAsync(() => (lines = File.Exists(file) ? File.ReadAllLines(file) : []).Length >= count, $"{count} numbers in {file}");
        return [.. lines.Select(int.Parse)];
    }

    /// <summary>Whether a process runs: it is there and no zombie.</summary>
    protected static bool IsAlive(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for something that has to come about; half a minute means that it never does.</summary>
    protected static async Task UntilAsync(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(30)), $"waited for: {what}");
            await Task.Delay(20);
        }
    }
}
