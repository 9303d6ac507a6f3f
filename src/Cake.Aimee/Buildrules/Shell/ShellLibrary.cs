namespace Cake.Aimee.Buildrules.Shell;

/// <summary>
/// What the shell build engine gave to rules, as POSIX shell: the commands that they call, the loading of rules in
/// their order, and the default stage functions. Names that start with <c>aimee_</c> are our own.
/// </summary>
public static class ShellLibrary
{
    /// <summary>
    /// Commands and loading. Counts on the variables of <see cref="ShellEnvironment"/>; changes nothing by itself.
    /// </summary>
    public const string Text = """
        die() { error "$@"; exit 1; }
        error() { printf '%s\n' "$*" >&2; }

        # A file of .builder/, once by its name.
        include() {
            case " ${aimee_included-} " in *" $1 "*) return 0 ;; esac
            aimee_included="${aimee_included-} $1"
            . "$BUILDER_CFGDIR/$1"
        }

        # The rules of a package, over its category's and the tree's.
        aimee_load() {
            CATEGORY=$1 NAME=$2 PKG_NAME=$1/$2
            aimee_directory=$BUILDER_PKGDIR/$PKG_NAME
            aimee_work=$BUILDER_TMPDIR/$PKG_NAME${AIMEE_VARIANT-}
            RULESFILE=$aimee_directory/Buildrules F=$aimee_directory/files
            W=$aimee_work/work L=$aimee_work/log E=$aimee_work/env T=$aimee_work/tmp D=$aimee_work/install
            unset S
            if [ "${AIMEE_TREE_RULES-}" ]; then . "$BUILDER_PKGDIR/.buildrules"; fi
            case " ${AIMEE_CATEGORY_RULES-} " in *" $CATEGORY "*) . "$BUILDER_PKGDIR/$CATEGORY/.buildrules" ;; esac
            VERSION= RELEASE= DESCRIPTION= LICENSE= SOURCE_URI= PATCHES= RDEPENDS= BDEPENDS= EXTRA_SOURCES=
            . "$aimee_directory/Buildrules"
            PKG_NAME=${aimee_directory#"$BUILDER_PKGDIR/"} CATEGORY=${PKG_NAME%%/*} NAME=${PKG_NAME#*/}
            aimee_version=$VERSION
            case $RELEASE$VERSION in *-*) [ "$RELEASE" ] || { RELEASE=${VERSION#*-} VERSION=${VERSION%%-*}; } ;; esac
            : "${RELEASE:=0}" "${S=$W/$NAME-$aimee_version}"
        }

        # NAME=value lines for eval: the tools of a triple, each prefixed when there is such a command.
        aimee_toolchain() {
            aimee_prefix=${1:+$1-}
            for aimee_pair in CC=gcc CXX=g++ AR=ar LD=ld STRIP=strip RANLIB=ranlib \
                AUTOCONF=autoconf AUTOHEADER=autoheader AUTOMAKE=automake ACLOCAL=aclocal AUTORECONF=autoreconf LIBTOOLIZE=libtoolize
            do
                aimee_tool=${aimee_pair#*=}
                if command -v "$aimee_prefix$aimee_tool" >/dev/null 2>&1; then aimee_tool=$aimee_prefix$aimee_tool; fi
                printf '%s=%s; export %s\n' "${aimee_pair%%=*}" "$aimee_tool" "${aimee_pair%%=*}"
            done
            if command -v "${aimee_prefix}gcc" >/dev/null 2>&1; then printf 'CROSS_COMPILE=%s; export CROSS_COMPILE\n' "$aimee_prefix"; fi
        }

        aimee_query() {
            case $1 in
                --toolchain) aimee_toolchain "${2-}"; return ;;
                --bdepends) aimee_variable=BDEPENDS ;;
                --rdepends) aimee_variable=RDEPENDS ;;
                --version) aimee_variable=VERSION ;;
                --var) aimee_variable=$2; shift ;;
                *) die "build-query does not know '$1'" ;;
            esac
            ( aimee_load "${2%%/*}" "${2#*/}" && eval "printf '%s\n' \"\${$aimee_variable-}\"" )
        }

        # The parts of a source's URI; what follows '?' are arguments.
        aimee_url() {
            aimee_base=${2%%\?*} aimee_arguments=
            case $2 in *\?*) aimee_arguments=${2#*\?} ;; esac
            case $1 in
                --base) printf '%s\n' "$aimee_base" ;;
                --proto) printf '%s\n' "${2%%:*}" ;;
                --arg) printf '%s\n' "$aimee_arguments" | tr '&' '\n' | grep -v '^archive=' ;;
                --archive)
                    case "&$aimee_arguments" in
                        *"&archive="*) aimee_base=${aimee_arguments#*archive=} && printf '%s\n' "${aimee_base%%&*}" ;;
                        *) printf '%s\n' "${aimee_base##*/}" ;;
                    esac ;;
                *) die "build-url does not know '$1'" ;;
            esac
        }

        alias build-query=aimee_query build-url=aimee_url

        """;

    /// <summary>The stage functions that rules use when they define none.</summary>
    public const string DefaultStages = """
        build_prep() { :; }
        build_compile() {
            cd "$S"
            if [ -x ./configure ]; then
                ./configure --host="$CHOST" --prefix=/usr --sysconfdir=/etc --mandir=/usr/share/man --docdir=/usr/share/doc \
                    --disable-dependency-tracking --with-sysroot="$SYSROOT" --with-libtool-sysroot="$SYSROOT" ${CONFIG_OPTS-}
            fi
            make ${MAKE_OPTS-}
            make DESTDIR="$D" install
        }
        pkg_prep() { build_prep; }
        pkg_compile() { build_compile; }
        pkg_post_compile() { :; }
        pkg_test() { :; }
        pkg_post_install() { :; }

        """;

    /// <summary>
    /// Reads the packages that are its arguments, and tells their variables and functions on its standard output:
    /// see <see cref="ShellAnswers"/>. A package is read in a shell of its own, which may do what it likes.
    /// </summary>
    internal const string ReadPackages = """
        exec 3>&1 </dev/null >/dev/null
        mount -a -o remount,bind,ro 2>/dev/null
        ulimit -f 0
        ulimit -v 4194304
        aimee_words=
        for aimee_variable in VERSION RELEASE $AIMEE_VARIABLES; do
            aimee_words="$aimee_words $aimee_variable \"\${$aimee_variable-}\""
        done
        # All in one write: each wakes the reader.
        aimee_tell() {
            PATH=/nonexistent aimee_functions=
            for aimee_function in pkg_prep pkg_compile pkg_post_compile pkg_test pkg_post_install; do
                if command -v $aimee_function >/dev/null 2>&1; then aimee_functions="$aimee_functions $aimee_function"; fi
            done
            eval "printf '\\0%s=%s' $AIMEE_NONCE '' aimee_functions \"\$aimee_functions\" $aimee_words" >&3
        }
        for aimee_package in "$@"; do
            printf '\0%s<\0' "$AIMEE_NONCE" >&3
            ( aimee_load "${aimee_package%%/*}" "${aimee_package#*/}"; aimee_tell ) 2>&3
            printf '\0%s>%d\0' "$AIMEE_NONCE" "$?" >&3
        done
        """;

    /// <summary>
    /// Reads the configs that are its arguments, one over the other, and tells after each what the variables are.
    /// <c>-</c> is no config, and an empty word is the one of the machine's architecture, when it is there.
    /// </summary>
    internal const string ReadConfigs = """
        exec 3>&1 </dev/null >/dev/null
        mount -a -o remount,bind,ro 2>/dev/null
        ulimit -f 0
        ulimit -v 4194304
        aimee_tell() {
            printf '\0%s=\0' "$AIMEE_NONCE" >&3
            for aimee_variable in aimee_config $(set | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
                eval "[ -z \"\${$aimee_variable+set}\" ] || printf '%s=%s\\0' $aimee_variable \"\$$aimee_variable\"" >&3
            done
        }
        (
            for aimee_config in "$@"; do
                printf '\0%s<\0' "$AIMEE_NONCE" >&3
                if [ "$aimee_config" = '' ]; then
                    aimee_config=${ARCH:-$AIMEE_ARCH}
                    if ! [ -f "$BUILDER_CFGDIR/$aimee_config" ]; then aimee_config=-; fi
                fi
                if [ "$aimee_config" != - ]; then include "$aimee_config"; fi
                aimee_tell
                printf '\0%s>0\0' "$AIMEE_NONCE" >&3
            done
        ) 2>&3
        """;
}
