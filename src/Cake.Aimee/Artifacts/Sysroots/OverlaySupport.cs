using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>Whether overlays can be mounted of directories that lie below one. Tried once, with a trifle.</summary>
internal sealed class OverlaySupport(string directory, IProcessRunner runner)
{
    private readonly Lock _gate = new();
    private Task<bool>? _answer;

    /// <summary>Finds out.</summary>
    public Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return (_answer ??= TryAsync()).WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> TryAsync()
    {
        string[] places = [.. ((string[])["one", "other", "both"]).Select(name => Path.Combine(directory, ".trial", name))];
        foreach (var place in places)
        {
            Directory.CreateDirectory(place);
        }
        var trial = ProcessRequest.Of("true") with { Mounts = [SandboxMount.Overlay(places[..2], places[2])] };
        try
        {
            return (await runner.RunAsync(trial, CancellationToken.None).ConfigureAwait(false)).ExitCode == 0;
        }
        catch (AimeeException)
        {
            // Neither namespaces nor overlays are a must: hard links do the same, more slowly.
            return false;
        }
    }
}
