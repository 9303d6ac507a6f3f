using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>The stages that every build tree has. Others can be registered beside them.</summary>
public static class StageNames
{
    /// <summary>Gets the sources.</summary>
    public const string Fetch = "fetch";

    /// <summary>Unpacks and patches the sources.</summary>
    public const string Prep = "prep";

    /// <summary>Builds, and installs into the install root.</summary>
    public const string Compile = "compile";

    /// <summary>Makes the artifact out of the install root.</summary>
    public const string Package = "package";

    /// <summary>Installs the artifact into the sysroot.</summary>
    public const string Install = "install";

    /// <summary>Tests what was built.</summary>
    public const string Test = "test";

    /// <summary>Hands the package out.</summary>
    public const string Export = "export";

    /// <summary>Makes the prepared source the package's own <c>source/</c>.</summary>
    public const string Source = "source";

    /// <summary>Takes the package out of the sysroot.</summary>
    public const string Uninstall = "uninstall";

    /// <summary>Takes the package's work away.</summary>
    public const string Clean = "clean";

    /// <summary>Takes the package's work and artifacts away.</summary>
    public const string Distclean = "distclean";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static ImmutableArray<string> All { get; } =
        [Fetch, Prep, Compile, Package, Install, Test, Export, Source, Uninstall, Clean, Distclean];
}
