using System.Collections.Immutable;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>Some artifacts, and nothing else, as if they were installed together.</summary>
public sealed record SysrootView
{
    private readonly ImmutableArray<string> _layers;

    internal SysrootView(ImmutableArray<string> layers) => _layers = layers;

    /// <summary>The directory that shows them; null when they are together only where the view is mounted. Nobody may write into it.</summary>
    public string? Directory => _layers.Length == 1 ? _layers[0] : null;

    /// <summary>Shows them at a path, to read only.</summary>
    /// <param name="target">A directory.</param>
    public SandboxMount MountAt(string target) => Directory is { } directory
        ? SandboxMount.ReadOnly(directory, target)
        : SandboxMount.Overlay(_layers, target);
}
