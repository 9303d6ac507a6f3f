using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Cake.Aimee.Engines;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>An engine with a store of the tests' own: nothing of the machine's is seen or touched.</summary>
internal abstract class TestEngine(ImmutableDictionary<string, string?> environment) : IAsyncDisposable
{
    /// <summary>What makes programs use this engine's store.</summary>
    public ImmutableDictionary<string, string?> Variables { get; } = environment;

    /// <summary>Runs programs over this engine's store.</summary>
    public EnvironmentRunner Runner { get; } = new(environment);

    public abstract IEngine Engine { get; }

    /// <summary>The containers that there are, running or not.</summary>
    public abstract Task<string[]> ContainersAsync();

    /// <summary>The names of all images.</summary>
    public abstract Task<string[]> ImagesAsync();

    /// <summary>An image's configuration, as the OCI image specification calls its parts.</summary>
    public abstract Task<(JsonObject Config, string Architecture)> ConfigAsync(ImageReference reference);

    /// <summary>Makes an image with an entrypoint and a command from another.</summary>
    public abstract Task AddEntrypointAsync(ImageReference from, ImageReference to, string entrypoint, string command);

    public abstract ValueTask DisposeAsync();
}
