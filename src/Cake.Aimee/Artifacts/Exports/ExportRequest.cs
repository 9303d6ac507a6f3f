using System.Collections.Immutable;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Artifacts.Exports;

/// <summary>What is exported: an install root, or an artifact that was unpacked, and what is to be told of it.</summary>
/// <param name="Root">The directory that holds the package's files as they lie below <c>/</c>.</param>
/// <param name="Name">The package's name, without its category.</param>
/// <param name="Version">Its version.</param>
/// <param name="Target">The system that it is for.</param>
public sealed record ExportRequest(string Root, string Name, string Version, TargetTriple Target)
{
    /// <summary>The package's release.</summary>
    public string Release { get; init; } = "0";

    /// <summary>What it is: the first line is the summary.</summary>
    public required string Description { get; init; }

    /// <summary>SPDX expression; empty when it is not known, which an RPM package can not be made without.</summary>
    public string License { get; init; } = "";

    /// <summary>Address of the project's page; empty for none.</summary>
    public string Homepage { get; init; } = "";

    /// <summary>Who answers for the package: <c>name &lt;address&gt;</c>.</summary>
    public string Maintainer { get; init; } = "nobody <nobody@localhost>";

    /// <summary>Names of the packages that it needs to run; a category before a name is left out.</summary>
    public ImmutableArray<string> Run { get; init; } = [];

    /// <summary>
    /// Whether what only builders need is exported too: headers, pkg-config's files, static libraries. For a package that holds nothing else.
    /// </summary>
    public bool WithDevelopment { get; init; }

    /// <summary>Times later than this become this; it is also the time of the build.</summary>
    public DateTimeOffset Epoch { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>A directory for what is made on the way; it is made and removed again.</summary>
    public required string WorkDirectory { get; init; }
}
