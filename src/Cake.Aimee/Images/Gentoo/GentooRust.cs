using System.Collections.Immutable;
using Cake.Aimee.Targets;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>
/// Rust, and its standard library for the target: <c>rust-std</c> is built by, and installed beside, the
/// <c>dev-lang/rust</c> of its own version and no other.
/// </summary>
/// <param name="version">The version; null for the newest that both have.</param>
/// <param name="target">The target; null where it is the image's own machine, whose library comes with Rust.</param>
internal sealed class GentooRust(string? version, TargetTriple? target)
{
    private const string Newest =
        """
        rust=$(portageq best_visible / dev-lang/rust)
        rust=${rust#dev-lang/rust-}
        rust=${rust%-r[0-9]*}
        """;

    /// <summary>The newest rust-std for which there is a <c>dev-lang/rust</c> that Portage would take.</summary>
    private const string NewestOfBoth =
        """
        rust=
        for ebuild in $(ls /var/db/repos/gentoo/sys-devel/rust-std/*.ebuild | sort -rV); do
            version=${ebuild##*/rust-std-}
            version=${version%.ebuild}
            version=${version%-r[0-9]*}
            if [ -n "$(portageq best_visible / "~dev-lang/rust-$version")" ]; then
                rust=$version
                break
            fi
        done
        [ -n "$rust" ] || { echo "No dev-lang/rust that is accepted has a rust-std: set images.gentoo.versions.rust" >&2; exit 1; }
        """;

    // rust and rust-std go together by version; each has revisions of its own.
    private readonly string? version = version?.Split("-r")[0];
    private readonly string category = $"cross-{target}";

    /// <summary>
    /// What rust-std is told beside its version. Rust's own name of the target: the ebuild's table knows few machines of
    /// musl, and takes the others for glibc's. And that a target of musl is one: the ebuild tells Rust's build where musl
    /// lies only if the flag of musl is set, which the profile of an image of glibc masks.
    /// </summary>
    internal ImmutableArray<ImageFile> Files => target switch
    {
        null => [],
        _ =>
        [
            File($"env/aimee/rust-std-{target}.conf", $"ERUST_STD_RTARGET=\"{target.Rust}\""),
            File($"package.env/aimee-{category}", $"{category}/rust-std aimee/rust-std-{target}.conf"),
            .. target.Library == CLibrary.Musl
                ?
                [
                    File($"profile/package.use.mask/aimee-{category}", $"{category}/rust-std -elibc_musl elibc_glibc"),
                    File($"profile/package.use.force/aimee-{category}", $"{category}/rust-std elibc_musl"),
                ]
                : Array.Empty<ImageFile>(),
        ],
    };

    /// <summary>The commands.</summary>
    /// <param name="crossdev">A run of crossdev with options of its own.</param>
    internal string Script(Func<string, string> crossdev)
    {
        var choose = version is not null ? $"rust={version}" : target is null ? Newest : NewestOfBoth;
        var accept = version is null ? "" : $"echo '~dev-lang/rust-{version} **' > /etc/portage/package.accept_keywords/aimee-rust\n";
        // The binary rust that dev-lang/rust may have been built by is still the chosen one, and knows no rust-std.
        return $"""
            {choose}
            {accept}emerge --noreplace "~dev-lang/rust-$rust"
            eselect rust set "rust-$rust"
            """ + (target is null ? "" : $"\n{StandardLibrary(crossdev)}");
    }

    /// <summary>rust-std has no keywords, so '**' accepts it. A file named as crossdev's category would be deleted by it.</summary>
    private string StandardLibrary(Func<string, string> crossdev) =>
        $"""
        echo "~{category}/rust-std-$rust **" > /etc/portage/package.accept_keywords/aimee-{category}
        echo "{category}/rust-std" > /etc/portage/package.mask/aimee-{category}
        echo "~{category}/rust-std-$rust" > /etc/portage/package.unmask/aimee-{category}
        {crossdev("--show-fail-log --portage --usepkg --ex-only --ex-pkg sys-devel/rust-std")}
        """;

    private static ImageFile File(string name, string line) => new($"/etc/portage/{name}", line + "\n");
}
