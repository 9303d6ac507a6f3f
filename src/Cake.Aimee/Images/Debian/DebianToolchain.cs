using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images.Debian;

/// <summary>Debian's toolchain for a target: which packages it is, and what they call things.</summary>
internal sealed record DebianToolchain
{
    /// <summary>Architectures for which Debian 12 has a cross gcc as well as Rust's standard library.</summary>
    private static readonly ImmutableArray<string> Architectures =
        ["amd64", "arm64", "armel", "armhf", "i386", "mips64el", "ppc64el", "s390x"];

    private readonly string architecture;
    private readonly string tuple;
    private readonly bool native;
    private readonly TargetTriple target;

    private DebianToolchain(TargetTriple target, string architecture, string tuple, bool native) =>
        (this.target, this.architecture, this.tuple, this.native) = (target, architecture, tuple, native);

    /// <summary>Compilers for the build machine and for the target, and the target's C library.</summary>
    internal ImmutableArray<string> Packages => native
        ? ["gcc", "g++", "libc6-dev", "pkgconf"]
        : ["gcc", "g++", "libc6-dev", "pkgconf", $"gcc-{PackageTuple}", $"g++-{PackageTuple}", $"libc6-dev-{architecture}-cross"];

    /// <summary>Rust, and its standard library for the target.</summary>
    internal ImmutableArray<string> RustPackages => native
        ? ["rustc", "cargo", "libstd-rust-dev"]
        : ["rustc", "cargo", "libstd-rust-dev", $"libstd-rust-dev:{architecture}"];

    /// <summary>Installs the compilers; the target's architecture is made known to dpkg first.</summary>
    internal string InstallScript =>
        (native ? "" : $"dpkg --add-architecture {architecture}\n") + DebianSystem.Install("", Packages).Script;

    /// <summary>
    /// Links <c>&lt;triple&gt;-gcc</c> and its kin to what Debian calls <c>aarch64-linux-gnu-gcc</c>. The C compiler is
    /// also <c>cc</c>, as configure scripts look for it.
    /// </summary>
    internal string NamesScript =>
        $$"""
        for program in /usr/bin/{{tuple}}-*; do
            ln -sf "$program" "/usr/local/bin/{{target}}-${program#/usr/bin/{{tuple}}-}"
        done
        ln -sf "/usr/bin/{{tuple}}-gcc" "/usr/local/bin/{{target}}-cc"
        ln -sf "/usr/bin/{{tuple}}-g++" "/usr/local/bin/{{target}}-c++"
        """;

    /// <summary>Cargo links programs for the target by the target's own compiler.</summary>
    internal ImmutableSortedDictionary<string, string> Environment =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(
            $"CARGO_TARGET_{target.Rust.Replace('-', '_').ToUpperInvariant()}_LINKER", $"{target}-gcc");

    /// <summary>Where the target's C library is.</summary>
    internal string Sysroot => native ? "/" : $"/usr/{tuple}";

    private string PackageTuple => tuple.Replace('_', '-');

    /// <summary>The toolchain for a target.</summary>
    /// <exception cref="AimeeException">Debian has none.</exception>
    internal static DebianToolchain Of(ImageContext context) =>
        context.Target is { DebianArchitecture: { } architecture, DebianGnuType: var tuple } && Architectures.Contains(architecture)
            ? new(context.Target, architecture, tuple, context.Target == context.BuildMachine)
            : throw new AimeeException(
                $"Debian has no cross toolchain with C, C++ and Rust for {context.Target}. It has them for "
                + $"{string.Join(", ", Architectures)} with glibc. Choose one of these targets, or another system (--config=gentoo).");
}
