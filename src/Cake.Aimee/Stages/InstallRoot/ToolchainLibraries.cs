using System.Collections.Immutable;

namespace Cake.Aimee.Stages.InstallRoot;

/// <summary>The libraries that compilers link to everything: who ships them, the tree may say, and need not.</summary>
internal static class ToolchainLibraries
{
    private static readonly ImmutableArray<string> Names =
        ["ld-linux", "ld64.so", "ld.so", "libc.so", "libm.so", "libdl.so", "librt.so", "libpthread.so", "libgcc_s.so", "libstdc++.so", "libatomic.so"];

    /// <summary>Whether a library is one of them.</summary>
    /// <param name="name">Its name, as programs ask for it.</param>
    public static bool Have(string name) => Names.Any(known => name.StartsWith(known, StringComparison.Ordinal));
}
