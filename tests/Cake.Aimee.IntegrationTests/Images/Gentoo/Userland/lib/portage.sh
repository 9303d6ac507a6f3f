# What the programs share: Portage's configuration, and which versions it accepts.
root=${PORTAGE_CONFIGROOT-}
root=${root%/}
portage=$root/etc/portage
steering=/var/cache/distfiles

fail() { echo "!!! $*" >&2; exit 1; }

note() {
    echo "$*" >> /var/log/commands
    echo "$*" >> $steering/commands
}

# The lines of a configuration file, which may be a directory of them.
lines() {
    if [ -d "$portage/$1" ]; then
        find "$portage/$1" -type f ! -name '.*' | sort | xargs -r cat
    elif [ -f "$portage/$1" ]; then
        cat "$portage/$1"
    fi
}

# A variable of make.conf, files in the order of their names.
setting() {
    (
        unset USE ACCEPT_KEYWORDS GENTOO_MIRRORS CHOST
        USE= ACCEPT_KEYWORDS=
        eval "$(lines make.conf)"
        eval "echo \"\${$1-}\""
    )
}

keywords() {
    arch=amd64
    [ -z "$root" ] || arch=$(sed -n 's/^ARCH=//p' "$portage/make.conf")
    echo "$arch $(setting ACCEPT_KEYWORDS)"
}

# Words in their order, of which one with a '-' takes away one that was there, and '-*' all of them.
reduce() {
    words=
    for word; do
        case $word in
            -\*) words= ;;
            -*) words=$(for other in $words; do [ "$other" = "${word#-}" ] || echo "$other"; done) ;;
            *) words="$words $word" ;;
        esac
    done
    echo $words
}

# What a file of the configuration says of a package.
said() { lines "$1" | sed -n "s|^$2 ||p"; }

# The flags that the image's profile forces for a package: the C library's, which is GNU's.
forced() {
    masked=" $(reduce elibc_musl $(said profile/package.use.mask "$1")) "
    for flag in $(reduce elibc_glibc $(said profile/package.use.force "$1")); do
        case $masked in *" $flag "*) ;; *) echo "$flag" ;; esac
    done
}

# Whether a version's keywords are accepted: accepted PACKAGE VERSION KEYWORDS...
accepted() (
    set -f
    package=$1 version=$2
    shift 2
    allowed=$(keywords)
    entries=$(lines package.accept_keywords | while read -r atom words; do
        case $atom in
            "$package" | "~$package-${version%-r[0-9]*}" | "=$package-$version") echo "${words:-~amd64}" ;;
        esac
    done)
    for word in $(reduce $allowed $entries); do
        [ "$word" != '**' ] || return 0
        for keyword in "$@"; do
            [ "$word" != "$keyword" ] || return 0
            case $word in "~$keyword") return 0 ;; esac
        done
    done
    return 1
)

masked() {
    lines package.mask | while read -r atom; do
        case $atom in
            "$1") echo yes ;;
            ">$1-"*) newest=$(printf '%s\n' "${atom#>"$1"-}" "$2" | sort -V | tail -n 1); [ "$newest" = "${atom#>"$1"-}" ] || echo yes ;;
        esac
    done | grep -q yes || return 1
    lines package.unmask | grep -qxF -e "~$1-${2%-r[0-9]*}" -e "=$1-$2" && return 1
    return 0
}

# The newest version that an atom and the configuration allow, as category/package-version.
best() {
    atom=$1 operator= wanted=
    case $atom in
        [~=]*) operator=${atom%"${atom#?}"} wanted=${atom#?} package=${wanted%-[0-9]*} wanted=${wanted#"$package"-} ;;
        *) package=$atom ;;
    esac
    name=${package#*/}
    for ebuild in $(ls /var/db/repos/*/"$package"/*.ebuild 2>/dev/null | sort -rV); do
        version=${ebuild##*/"$name"-}
        version=${version%.ebuild}
        case $operator in
            '~') [ "${version%-r[0-9]*}" = "$wanted" ] || continue ;;
            =) [ "$version" = "$wanted" ] || continue ;;
        esac
        candidate=$package
        ! masked "$candidate" "$version" || continue
        if accepted "$candidate" "$version" $(sed -n 's/^KEYWORDS="\(.*\)"/\1/p' "$ebuild"); then
            echo "$candidate-$version"
            return 0
        fi
        package=$candidate
    done
    return 1
}
