using System.Collections.Immutable;

namespace Cake.Aimee.Planning.Queries;

/// <summary>All that is known of a package, for people.</summary>
public static class PackageText
{
    /// <summary>Writes the facts, a line for each.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="output">Where to write.</param>
    public static void Write(PackageFacts facts, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(output);
        var package = facts.Package;
        Line("package", package.Id);
        Line("version", $"{package.Version}-{package.Release}");
        Line("description", package.Description);
        Line("licence", package.License);
        Line("homepage", package.Homepage);
        Line("build", package.Build);
        Line("directory", package.Directory);
        Lines("source", [.. package.Sources.Select(source => source.Uri)]);
        Lines("patch", [.. package.Patches.Select(patch => patch.FileName)]);
        Lines("needs to build", facts.AllBuildDependencies);
        Lines("needs to run", facts.AllRunDependencies);
        Lines("needed by", facts.AllNeededBy);
        Lines("stage", facts.Stages);
        output.WriteLine();
        foreach (var (name, value) in facts.Variables)
        {
            output.WriteLine($"{name}={value}");
        }

        void Line(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                output.WriteLine($"{name,-15} {value}");
            }
        }

        void Lines(string name, ImmutableArray<string> values)
        {
            foreach (var value in values)
            {
                Line(name, value);
            }
        }
    }
}
