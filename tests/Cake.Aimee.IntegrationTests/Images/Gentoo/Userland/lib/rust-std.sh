# What rust-std asks of its surroundings: the dev-lang/rust of its own version, chosen; and for a target of musl
# the flag by which it learns where musl lies, and musl there.
version=${PV%-r[0-9]*}
ls -d "/var/db/pkg/dev-lang/rust-$version" /var/db/pkg/dev-lang/rust-"$version"-r* 2>/dev/null | grep -q . || { echo "no dev-lang/rust of the version $version"; exit 1; }
rust=$(readlink /usr/bin/rustc)
[ "$rust" = "rustc-$version" ] || { echo "the chosen rustc is $rust"; exit 1; }
target=${ERUST_STD_RTARGET:-$T}
case $target in
    *-musl*)
        case " $USE " in *" elibc_musl "*) ;; *) echo "bootstrap.toml has no musl-root for $target"; exit 1 ;; esac
        [ -e "/usr/$T/usr/lib/libc.a" ] || { echo "there is no libc.a in /usr/$T/usr/lib"; exit 1; }
        ;;
esac
