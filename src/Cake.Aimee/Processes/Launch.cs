using System.Collections.Immutable;
using System.Diagnostics;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Processes;

/// <summary>How a request becomes a process: <c>setsid [unshare … sh -c SCRIPT sh] program arguments</c>.</summary>
internal static class Launch
{
    /// <summary>What to start for a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="mark">The run's mark.</param>
    /// <param name="isolation">The words that stand before the program to isolate it; empty for none.</param>
    /// <exception cref="AimeeException">The program or the working directory is not there.</exception>
    public static ProcessStartInfo Of(ProcessRequest request, string mark, ImmutableArray<string> isolation)
    {
        var directory = DirectoryOf(request);
        if (!Directory.Exists(directory))
        {
            throw new AimeeException($"Can not run '{request}': its working directory {directory} does not exist.");
        }
        var start = new ProcessStartInfo
        {
            WorkingDirectory = directory,
            RedirectStandardInput = !request.IsInteractive,
            RedirectStandardOutput = !request.IsInteractive,
            RedirectStandardError = !request.IsInteractive,
        };
        LayEnvironment(start, request, mark);
        start.Environment.TryGetValue("PATH", out var path);
        // A session of its own: the terminal's Ctrl-C is for the build, which then decides what ends.
        string[] session = request.IsInteractive ? [] : [Tool("setsid")];
        string[] words = [.. session, .. isolation, Find(request, path, directory), .. request.Arguments];
        start.FileName = words[0];
        foreach (var word in words.AsSpan(1))
        {
            start.ArgumentList.Add(word);
        }
        return start;
    }

    /// <summary>Where a request's program starts.</summary>
    public static string DirectoryOf(ProcessRequest request) =>
        Path.GetFullPath(request.WorkingDirectory ?? Environment.CurrentDirectory);

    /// <summary>The path of a program that this room itself needs.</summary>
    public static string Tool(string name) => Programs.Find(name)
        ?? throw new AimeeException($"The program '{name}' is needed to run others and is not on the PATH: install the package util-linux.");

    private static void LayEnvironment(ProcessStartInfo start, ProcessRequest request, string mark)
    {
        if (!request.InheritEnvironment)
        {
            start.Environment.Clear();
        }
        foreach (var (name, value) in request.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }
        start.Environment[RunMark.Variable] = mark;
    }

    private static string Find(ProcessRequest request, string? path, string directory)
    {
        if (Programs.Find(request.Program, path, directory) is { } program)
        {
            return program;
        }
        var name = SecretMask.Apply(request.Program, request.Secrets);
        throw new AimeeException(name.Contains('/', StringComparison.Ordinal)
            ? $"The program {name} is not there or is not executable (looked for from {directory})."
            : $"The program '{name}' is not on the PATH: install it, or add its directory to the PATH (now {path ?? "not set"}).");
    }
}
