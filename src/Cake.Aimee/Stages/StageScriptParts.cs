using System.Collections.Immutable;

namespace Cake.Aimee.Stages;

/// <summary>What a stage's script does beside the rules' body.</summary>
internal sealed record StageScriptParts
{
    /// <summary>Shell lines before the body.</summary>
    public string Before { get; init; } = "";

    /// <summary>Shell lines after the body.</summary>
    public string After { get; init; } = "";

    /// <summary>Directories beside the package's own that it may write to.</summary>
    public ImmutableArray<string> Writable { get; init; } = [];

    /// <summary>Whether it works on the sysroot that people see, and not on a view of it.</summary>
    public bool SeesSysroot { get; init; }
}
