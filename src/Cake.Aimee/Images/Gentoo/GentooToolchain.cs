using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Gentoo's toolchain for a target: crossdev's, or the image's own where it runs on the target itself.</summary>
/// <param name="context">Target, config and paths.</param>
internal sealed class GentooToolchain(ImageContext context)
{
    /// <summary>crossdev's stages. Each does what those before it have left to do, so each can be kept on its own.</summary>
    private static readonly ImmutableArray<string> Stages =
        ["cross-binutils", "cross-gcc-stage1", "cross-headers", "cross-libc", "cross-gcc"];

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
        ? [Rust]
        :
        [
            new("init-target", Crossdev("--init-target")),
            new("sysroot", SysrootScript) { Files = Pins },
            .. Stages.Select((name, stage) => new ImageStep(name, Crossdev($"--show-fail-log --portage --usepkg -s{stage}")) { Logs = CrossdevLogs }),
            TargetEmerge("baselayout", "sys-apps/baselayout", "USE=build"),
            // Its own copy of the library lies where crossdev's does: neither is to be preserved or protected from the other.
            TargetEmerge("libc", Library, "FEATURES=\"$FEATURES -preserve-libs -protect-owned\""),
            .. options.TargetSystem ? [TargetEmerge("system", "@system", "")] : Array.Empty<ImageStep>(),
            Rust,
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

    private string Library => target.Library == CLibrary.Musl ? "sys-libs/musl" : "sys-libs/glibc";

    private string Profile => options.TargetProfile ?? target.Gentoo.Profile ?? throw new AimeeException(
        $"Gentoo has no 23.0 profile for {target}. Name one in the config: 'images: {{gentoo: {{target-profile: …}}}}'.");

    private ImmutableArray<string> CrossdevLogs => [$"/var/log/portage/cross-{target}-*.log", .. GentooSystem.Failures];

    // A new sysroot has bin and lib of its own, and 23.0 profiles are merged-usr. crossdev accepts testing packages
    // for it even when told to be stable.
    private string SysrootScript =>
        $"""
        PORTAGE_CONFIGROOT={Sysroot} eselect profile set --force {Profile}
        mkdir -p {Sysroot}/bin
        merge-usr --root {Sysroot}
        sed -i 's/^ACCEPT_KEYWORDS=.*/ACCEPT_KEYWORDS="{target.Gentoo.Keyword}"/' {Sysroot}/etc/portage/make.conf
        """;

    /// <summary>The config's versions hold in the sysroot as well: whatever is emerged there takes these and no others.</summary>
    private ImmutableArray<ImageFile> Pins
    {
        get
        {
            var pinned = new (string Package, string? Version)[] { (Library, options.Versions.Libc), ("sys-kernel/linux-headers", options.Versions.Headers) }
                .Where(pin => pin.Version is not null).ToList();
            var atoms = pinned.Select(pin => GentooVersions.Atom(pin.Package, pin.Version!)).ToList();
            return pinned.Count == 0
                ? []
                :
                [
                    PinFile("package.mask", pinned.Select(pin => pin.Package)),
                    PinFile("package.unmask", atoms),
                    PinFile("package.accept_keywords", atoms.Select(atom => $"{atom} **")),
                ];

            ImageFile PinFile(string name, IEnumerable<string> lines) =>
                new($"{Sysroot}/etc/portage/{name}/aimee", string.Concat(lines.Select(line => line + "\n")));
        }
    }

    private ImageStep Rust
    {
        get
        {
            var rust = new GentooRust(options.Versions.Rust, native ? null : target);
            return new("rust", rust.Script(Crossdev)) { Files = rust.Files, Logs = native ? GentooSystem.Failures : CrossdevLogs };
        }
    }

    /// <summary>
    /// A run of crossdev. Every run writes anew which versions it accepts, so every run is told them all.
    /// </summary>
    private string Crossdev(string what) => string.Join(
        ' ', ["crossdev", what, .. target.Gentoo.IsStable ? ["--stable"] : Array.Empty<string>(), .. options.Versions.Options, $"--target {target}"]);

    // Gentoo's binary packages are for the images' machine; the target's are those that were built here.
    private ImageStep TargetEmerge(string name, string package, string variables) => new(
        name, $"PKGDIR={BinaryPackages(target)} {variables}{(variables.Length > 0 ? " " : "")}{target}-emerge --getbinpkg=n --oneshot {package}")
    {
        Logs = [$"{Sysroot}/var/tmp/portage/*/*/temp/build.log", $"{Sysroot}/tmp/portage/*/*/temp/build.log", .. GentooSystem.Failures],
    };
}
