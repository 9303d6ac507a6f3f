using System.Collections.Immutable;

namespace Cake.Aimee.Buildrules.Kinds;

/// <summary>
/// The kinds of build that every tree knows. All of them cross compile: for <c>$CHOST</c>, on <c>$CBUILD</c>.
/// Bodies are run in the source directory with <c>W</c> (work), <c>D</c> (install root), <c>T</c> (temporary),
/// <c>SYSROOT</c>, <c>CHOST</c>, <c>CBUILD</c>, <c>NAME</c> and <c>MAKE_OPTS</c> set; <c>CC</c> and its kin are the
/// target's own unless they are set.
/// </summary>
public static class BuildKinds
{
    /// <summary>What all bodies begin with: the target's tools by their prefixed names. Never the build machine's compiler for another machine's package.</summary>
    internal const string Toolchain = """
        if [ "$CHOST" = "$CBUILD" ] && ! command -v "$CHOST-gcc" >/dev/null; then prefix=; else prefix=$CHOST-; fi
        : "${CC:=${prefix}gcc}" "${CXX:=${prefix}g++}" "${AR:=${prefix}ar}" "${RANLIB:=${prefix}ranlib}" "${STRIP:=${prefix}strip}"
        CPPFLAGS="-I$SYSROOT/usr/include ${CPPFLAGS-}"
        LDFLAGS="-L$SYSROOT/usr/lib -Wl,-rpath-link,$SYSROOT/usr/lib ${LDFLAGS-}"
        : "${PKG_CONFIG_LIBDIR:=$SYSROOT/usr/lib/pkgconfig:$SYSROOT/usr/share/pkgconfig}"
        : "${PKG_CONFIG_SYSROOT_DIR:=$SYSROOT}"
        export CC CXX AR RANLIB STRIP CPPFLAGS LDFLAGS PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR

        """;

    /// <summary><c>configure</c> and <c>make</c>.</summary>
    public static BuildKind Autotools { get; } = new("autotools", "configure, make and make install")
    {
        Compile = Toolchain + """
            if [ ! -f configure ]; then autoreconf -fi; fi
            ./configure --build="$CBUILD" --host="$CHOST" \
                --prefix=/usr --sysconfdir=/etc --localstatedir=/var \
                --mandir=/usr/share/man --infodir=/usr/share/info --docdir=/usr/share/doc/"$NAME" \
                --disable-dependency-tracking --with-sysroot="$SYSROOT" "$@"
            make ${MAKE_OPTS-}
            make DESTDIR="$D" install
            # Libtool's archives name paths of the target's system, which misleads whatever links against them here.
            find "$D" -name '*.la' -exec rm -f {} +
            """,
    };

    /// <summary>CMake with a toolchain file (cmake-toolchains(7)).</summary>
    public static BuildKind CMake { get; } = new("cmake", "CMake with a toolchain file")
    {
        Compile = Toolchain + """
            cat >"$T/toolchain.cmake" <<EOF
            set(CMAKE_SYSTEM_NAME Linux)
            set(CMAKE_SYSTEM_PROCESSOR ${CHOST%%-*})
            set(CMAKE_C_COMPILER ${CC%% *})
            set(CMAKE_CXX_COMPILER ${CXX%% *})
            set(CMAKE_FIND_ROOT_PATH $SYSROOT)
            set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
            set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
            set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
            set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
            EOF
            CFLAGS="$CPPFLAGS ${CFLAGS-}" CXXFLAGS="$CPPFLAGS ${CXXFLAGS-}" \
                cmake -S . -B "$W/build" -G 'Unix Makefiles' -DCMAKE_TOOLCHAIN_FILE="$T/toolchain.cmake" \
                -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr -DCMAKE_INSTALL_LIBDIR=lib \
                -DCMAKE_INSTALL_SYSCONFDIR=/etc -DCMAKE_INSTALL_LOCALSTATEDIR=/var \
                -DFETCHCONTENT_FULLY_DISCONNECTED=ON "$@"
            make -C "$W/build" ${MAKE_OPTS-}
            make -C "$W/build" DESTDIR="$D" install
            """,
    };

    /// <summary>Meson with a cross file.</summary>
    public static BuildKind Meson { get; } = new("meson", "Meson with a cross file")
    {
        Compile = Toolchain + """
            endian=little foreign=true
            if [ "$CHOST" = "$CBUILD" ]; then foreign=false; fi
            cpu=${CHOST%%-*}
            case $cpu in
                i?86) family=x86 ;;
                arm*) family=arm ;;
                powerpc64le) family=ppc64 ;;
                powerpc64) family=ppc64 endian=big ;;
                powerpc) family=ppc endian=big ;;
                mips64*el) family=mips64 ;;
                mips*el) family=mips ;;
                s390x) family=s390x endian=big ;;
                *) family=$cpu ;;
            esac
            cat >"$T/cross.ini" <<EOF
            [binaries]
            c = '$CC'
            cpp = '$CXX'
            ar = '$AR'
            strip = '$STRIP'
            pkg-config = 'pkg-config'
            [properties]
            needs_exe_wrapper = $foreign
            [host_machine]
            system = 'linux'
            cpu_family = '$family'
            cpu = '$cpu'
            endian = '$endian'
            EOF
            meson setup "$W/build" . --cross-file "$T/cross.ini" --prefix=/usr --libdir=lib --sysconfdir=/etc \
                --localstatedir=/var --buildtype=plain --wrap-mode=nodownload "$@"
            meson compile -C "$W/build"
            DESTDIR=$D meson install -C "$W/build" --no-rebuild
            """,
    };

    /// <summary>Cargo for the target's Rust triple.</summary>
    public static BuildKind Cargo { get; } = new("cargo", "cargo for the target's Rust triple")
    {
        Compile = Toolchain + """
            : "${RUST_TARGET:=$CHOST}"
            variable=CARGO_TARGET_$(printf %s "$RUST_TARGET" | tr 'a-z.-' 'A-Z__')_LINKER
            export "$variable=$CC"
            export CARGO_HOME="$T/cargo" CARGO_TARGET_DIR="$W/target"
            cargo install --path . --root "$D/usr" --no-track --locked --target "$RUST_TARGET" "$@"
            """,
    };

    /// <summary>A makefile without a configure script.</summary>
    public static BuildKind Make { get; } = new("make", "make and make install")
    {
        Compile = Toolchain + """
            make ${MAKE_OPTS-} CC="$CC" CXX="$CXX" AR="$AR" RANLIB="$RANLIB" PREFIX=/usr prefix=/usr "$@"
            make CC="$CC" CXX="$CXX" AR="$AR" RANLIB="$RANLIB" PREFIX=/usr prefix=/usr DESTDIR="$D" "$@" install
            """,
    };

    /// <summary>No build system: stages do what the rules say, and nothing else.</summary>
    public static BuildKind None { get; } = new("none", "nothing but what the rules say");

    /// <summary>All of them.</summary>
    public static ImmutableArray<BuildKind> All { get; } = [Autotools, CMake, Meson, Cargo, Make, None];
}
