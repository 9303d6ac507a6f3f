# Makes a compiler for musl of Debian's, which is for glibc: other headers, libraries and start files; LLVM's unwinder,
# since that of GCC asks glibc where it is; and libstdc++, compiled for musl.
. /usr/lib/gentoo/debian.sh
sysroot=/usr/$T
lib=$sysroot/usr/lib
headers=$sysroot/usr/include/c++/12
debian libunwind-14-dev:arm64 make

sed -e "s|/usr/include/aarch64-linux-musl|$sysroot/usr/include|g" -e "s|/usr/lib/aarch64-linux-musl|$lib|g" \
    -e '/^-dynamic-linker/s|$| --eh-frame-hdr|' \
    -e 's/^libgcc.a%s .*/%{static:-lgcc_eh;:--as-needed -lgcc_s --no-as-needed} libgcc.a%s/' \
    $lib/musl-gcc.specs > $lib/gcc.specs
for name in gcc g++; do
    rm "/usr/bin/$T-$name"
    printf '#!/bin/sh\nexec aarch64-linux-gnu-%s -specs=%s -mno-outline-atomics%s "$@"\n' $name $lib/gcc.specs \
        "$([ $name = gcc ] || echo " -nostdinc++ -I$headers -I$headers/$T")" > "/usr/bin/$T-$name"
    chmod +x "/usr/bin/$T-$name"
done

work=$(mktemp -d)
cd "$work"
# The unwinder was compiled against glibc's headers, which have a printf of their own for checking.
cat > fprintf.c <<'SOURCE'
#include <stdarg.h>
#include <stdio.h>

int __fprintf_chk(FILE *stream, int flag, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int printed = vfprintf(stream, format, arguments);
    va_end(arguments);
    return printed;
}
SOURCE
"$T-gcc" -O1 -fPIC -c fprintf.c
cp /usr/lib/llvm-14/lib/libunwind.a $lib/libunwind.a
"$T-ar" r $lib/libunwind.a fprintf.o
cp $lib/libunwind.a $lib/libgcc_eh.a
"$T-gcc" -shared -nostdlib -Wl,-soname,libgcc_s.so.1 -o $lib/libgcc_s.so.1 -Wl,--whole-archive $lib/libunwind.a -Wl,--no-whole-archive -lc -lgcc
echo 'GROUP ( libgcc_s.so.1 -lgcc )' > $lib/libgcc_s.so

mkdir gcc build
(cd gcc && gcc_sources && tar -x --strip-components=1 -f gcc-*.tar.xz --exclude='*/testsuite/[0-9]*' --wildcards --no-wildcards-match-slash \
    'gcc-*/gcc/BASE-VER' 'gcc-*/gcc/DATESTAMP' 'gcc-*/config*' 'gcc-*/*.sh' 'gcc-*/*.m4' 'gcc-*/compile' 'gcc-*/depcomp' 'gcc-*/install-sh' \
    'gcc-*/missing' 'gcc-*/mkinstalldirs' 'gcc-*/move-if-change' 'gcc-*/include' 'gcc-*/libbacktrace' 'gcc-*/libgcc' 'gcc-*/libiberty' 'gcc-*/libstdc++-v3')
cd build
../gcc/libstdc++-v3/configure --quiet --build=x86_64-pc-linux-gnu --host="$T" --prefix=$sysroot/usr --with-gxx-include-dir=$headers \
    --disable-multilib --disable-nls --disable-libstdcxx-pch --disable-libstdcxx-filesystem-ts CC="$T-gcc" CXX="$T-g++" CFLAGS=-O1 CXXFLAGS=-O1
make -s -j"$(nproc)"
make -s install
cd /
rm -rf "$work"
