using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Gentoo's toolchain for a target: crossdev's, or the image's own where it runs on the target itself.</summary>
/// <param name="context">Target, config and paths.</param>
internal sealed class GentooToolchain(ImageContext context)
{
    private static readonly ImmutableArray<string> Failures = ["/var/tmp/portage/*/*/temp/build.log"];
    private readonly GentooOptions options = GentooOptions.Section.In(context.Config);
    private readonly TargetTriple target = context.Target;
    private readonly bool native = context.Target == context.BuildMachine;

    /// <summary>Where the target's libraries are.</summary>
    internal string Sysroot => native ? "/" : $"/usr/{target}";

    /// <summary>Cargo links programs for the target by the target's own compiler.</summary>
    internal ImmutableSortedDictionary<string, string> Environment =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(
            $"CARGO_TARGET_{target.Rust.Replace('-', '_').ToUpperInvariant()}_LINKER", $"{target}-gcc");

    /// <summary>Where the binary packages for a machine are, in the image.</summary>
    internal static string BinaryPackages(TargetTriple machine) => $"/var/cache/binpkgs/{machine}";

    /// <summary>From the base image to the toolchain.</summary>
    /// <exception cref="AimeeException">Gentoo has no profile for the target.</exception>
    internal ImmutableArray<ImageStep> Steps => native
        ? [GentooSystem.Emerge("rust", $"{(options.Versions.Rust is null ? "" : "=")}dev-lang/rust{Suffix(options.Versions.Rust)}")]
        :
        [
            new("init-target", $"crossdev --init-target --target {target}"),
            new("sysroot", SysrootScript),
            new("toolchain", $"crossdev {string.Join(' ', ["--show-fail-log", "--portage --usepkg", .. options.Versions.Options, $"--target {target}"])}")
            {
                Logs = [$"/var/log/portage/cross-{target}-*", .. Failures],
            },
            TargetEmerge("baselayout", "sys-apps/baselayout", "USE=build "),
            TargetEmerge("libc", target.Library == CLibrary.Musl ? "sys-libs/musl" : "sys-libs/glibc", "FEATURES='buildpkg -preserve-libs -protect-owned' "),
            .. options.TargetSystem ? [TargetEmerge("system", "@system", "")] : Array.Empty<ImageStep>(),
            new("rust", RustScript) { Logs = [$"/var/log/portage/cross-{target}-*", .. Failures] },
        ];

    /// <summary>
    /// The C compiler is also <c>cc</c>, as configure scripts look for it; where the image's own compiler is the target's,
    /// it gets the target's name, for Gentoo may call it otherwise (x86_64-pc-linux-gnu).
    /// </summary>
    internal ImageStep Names => new(
        "names",
        native && target.Gentoo.Chost != target.Canonical
            ? $$"""
            for program in /usr/bin/{{target.Gentoo.Chost}}-*; do
                ln -sf "$program" "/usr/local/bin/{{target}}-${program#/usr/bin/{{target.Gentoo.Chost}}-}"
            done
            ln -sf /usr/bin/{{target.Gentoo.Chost}}-gcc /usr/local/bin/{{target}}-cc
            ln -sf /usr/bin/{{target.Gentoo.Chost}}-g++ /usr/local/bin/{{target}}-c++
            """
            : $"""
            ln -sf "$(command -v {target}-gcc)" /usr/local/bin/{target}-cc
            ln -sf "$(command -v {target}-g++)" /usr/local/bin/{target}-c++
            """);

    private string Profile => options.TargetProfile ?? target.Gentoo.Profile ?? throw new AimeeException(
        $"Gentoo has no 23.0 profile for {target}. Name one in the config: 'images: {{gentoo: {{target-profile: …}}}}'.");

    // A new sysroot has bin and lib of its own, and 23.0 profiles are merged-usr. crossdev accepts testing packages
    // for it even when told to be stable.
    private string SysrootScript =>
        $"""
        PORTAGE_CONFIGROOT={Sysroot} eselect profile set --force {Profile}
        mkdir -p {Sysroot}/bin
        merge-usr --root {Sysroot}
        sed -i 's/^ACCEPT_KEYWORDS=.*/ACCEPT_KEYWORDS="{target.Gentoo.Keyword}"/' {Sysroot}/etc/portage/make.conf
        """;

    // rust-std has no keywords, so '**' accepts it; it must be of dev-lang/rust's version to the letter, so all newer ones
    // are masked. A file named cross-<triple> would be deleted by crossdev.
    private string RustScript =>
        $"""
        rust={options.Versions.Rust ?? "$(portageq best_visible / dev-lang/rust | sed 's,^dev-lang/rust-,,')"}
        mkdir -p /etc/portage/package.accept_keywords /etc/portage/package.mask
        echo "=cross-{target}/rust-std-$rust **" > /etc/portage/package.accept_keywords/aimee-rust-std-{target}
        echo ">cross-{target}/rust-std-$rust" > /etc/portage/package.mask/aimee-rust-std-{target}
        emerge --noreplace "=dev-lang/rust-$rust"
        crossdev --show-fail-log --ex-only --ex-pkg sys-devel/rust-std --target {target}
        """;

    private ImageStep TargetEmerge(string name, string package, string variables) => new(
        name, $"PKGDIR={BinaryPackages(target)} {variables}{target}-emerge --oneshot {package}")
    {
        Logs = [$"{Sysroot}/var/tmp/portage/*/*/temp/build.log", $"{Sysroot}/tmp/portage/*/*/temp/build.log", .. Failures],
    };

    private static string Suffix(string? version) => version is null ? "" : $"-{version}";
}
