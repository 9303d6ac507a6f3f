using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Archives;

/// <summary>What is common to the programs that compress.</summary>
internal static class CompressionPrograms
{
    /// <summary>Takes away the variables that hold options: what is written may not depend on them.</summary>
    public static readonly ImmutableDictionary<string, string?> Environment = ImmutableDictionary<string, string?>.Empty
        .Add("XZ_OPT", null)
        .Add("XZ_DEFAULTS", null)
        .Add("BZIP", null)
        .Add("BZIP2", null)
        .Add("GZIP", null)
        .Add("LC_ALL", "C");

    /// <summary>Sees to it that a program is there.</summary>
    /// <exception cref="AimeeException">It is not; the message names it and its package.</exception>
    public static void Require(SystemProgram program, string archive)
    {
        if (Programs.Find(program.Name) is null)
        {
            throw new AimeeException(
                $"{archive}: needs the program {program.Name}, which is not on the PATH: install the package {program.Package} (apt-get install {program.Package}).");
        }
    }
}
