using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Configs;

/// <summary>The settings of a build tree: <c>.builder/config</c> with the named config laid over it.</summary>
public sealed record Config
{
    /// <summary>Absolute path of the top of the tree: the directory that holds <c>.builder/</c>.</summary>
    public string TopDirectory { get; init; } = "";

    /// <summary>The named config (<c>--config</c>); null for the default alone.</summary>
    public string? Name { get; init; }

    /// <summary>The files that were read, each once, lowest layer first; paths relative to the top.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The project's name; by default that of the top directory.</summary>
    public string Project { get; init; } = "";

    /// <summary>The triple of the system that is built; null for the host's.</summary>
    public string? Target { get; init; }

    /// <summary>How many stages run at once, and how many processors they use together; null for all there are.</summary>
    public int? Jobs { get; init; }

    /// <summary>The format of artifacts, as their file name ends: <c>tar.zst</c>, <c>tar.gz</c>, <c>tar.xz</c>, <c>tar.bz2</c>.</summary>
    public string Archive { get; init; } = "tar.zst";

    /// <summary>Where the parts of the tree are.</summary>
    public TreePaths Paths { get; init; } = new();

    /// <summary>Where sources and artifacts are shared with other machines.</summary>
    public UpstreamConfig Upstream { get; init; } = new();

    /// <summary>Places to ask for a source before its own URI, first to last.</summary>
    public ImmutableArray<string> Mirrors { get; init; } = [];

    /// <summary>The environment that every stage gets.</summary>
    public ImmutableSortedDictionary<string, EnvironmentValue> Environment { get; init; } = ImmutableSortedDictionary<string, EnvironmentValue>.Empty;

    /// <summary>Where stage bodies run.</summary>
    public Runner Runner { get; init; } = Runner.Host;

    /// <summary>Whether stages other than fetch may use the network.</summary>
    public bool Network { get; init; }

    /// <summary>How many replaced artifacts and sources stay here; null for none with an upstream, and all without.</summary>
    public int? Keep { get; init; }

    /// <summary>How the images are made.</summary>
    public ImagesConfig Images { get; init; } = new();

    /// <summary>What the jobs of a CI pipeline are told.</summary>
    public PipelineConfig Pipeline { get; init; } = new();

    /// <summary>What is doubtful in the files, and was used all the same.</summary>
    public ImmutableArray<Diagnostic> Warnings { get; init; } = [];

    /// <summary>What <c>${NAME}</c> stands for in the tree's rules: the config's own names and its environment.</summary>
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
