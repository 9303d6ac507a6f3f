namespace Cake.Aimee.Images.Gentoo;

/// <summary>
/// Rust, and its standard library for the target: <c>rust-std</c> is built by, and installed beside, the
/// <c>dev-lang/rust</c> of its own version and no other.
/// </summary>
internal static class GentooRust
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

    /// <summary>The commands.</summary>
    /// <param name="version">The version; null for the newest that both have.</param>
    /// <param name="category">crossdev's category, <c>cross-aarch64-unknown-linux-gnu</c>; null where the target is the image's own machine.</param>
    /// <param name="crossdev">A run of crossdev with options of its own.</param>
    internal static string Script(string? version, string? category, Func<string, string> crossdev)
    {
        // rust and rust-std go together by version; each has revisions of its own.
        version = version is null ? null : version.Split("-r")[0];
        var choose = version is not null ? $"rust={version}" : category is null ? Newest : NewestOfBoth;
        var accept = version is null ? "" : $"echo '{Atom(version)} **' > /etc/portage/package.accept_keywords/aimee-rust\n";
        // The binary rust that dev-lang/rust may have been built by is still the chosen one, and knows no rust-std.
        return $"""
            {choose}
            {accept}emerge --noreplace "~dev-lang/rust-$rust"
            eselect rust set "rust-$rust"
            """ + (category is null ? "" : $"\n{StandardLibrary(category, crossdev)}");
    }

    /// <summary>rust-std has no keywords, so '**' accepts it. A file named as crossdev's category would be deleted by it.</summary>
    private static string StandardLibrary(string category, Func<string, string> crossdev) =>
        $"""
        echo "~{category}/rust-std-$rust **" > /etc/portage/package.accept_keywords/aimee-{category}
        echo "{category}/rust-std" > /etc/portage/package.mask/aimee-{category}
        echo "~{category}/rust-std-$rust" > /etc/portage/package.unmask/aimee-{category}
        {crossdev("--show-fail-log --portage --usepkg --ex-only --ex-pkg sys-devel/rust-std")}
        """;

    private static string Atom(string version) => $"~dev-lang/rust-{version}";
}
