# Debian's packages as if they were sources: kept among the distfiles.
cache=/var/cache/distfiles/debian

apt() {
    mkdir -p $cache/archives/partial $cache/lists/partial
    DEBIAN_FRONTEND=noninteractive apt-get -qq --yes -o Dir::Cache::archives=$cache/archives -o Dir::State::lists=$cache/lists \
        -o APT::Sandbox::User=root -o APT::Keep-Downloaded-Packages=true "$@"
}

debian() {
    apt update
    apt --no-install-recommends install "$@"
    rm -f /var/cache/apt/*.bin
}

# The archive that a package of sources holds, or that a source package is made from, in the directory in which one is.
gcc_sources() {
    apt update
    (cd $cache && apt download gcc-12-source)
    dpkg-deb --fsys-tarfile $cache/gcc-12-source_*.deb | tar -x --wildcards --strip-components=4 './usr/src/gcc-12/gcc-*.tar.xz'
}

rust_sources() {
    sed -n 's/^deb /deb-src /p' /etc/apt/sources.list > sources.list
    mkdir -p $cache/sources/partial
    apt -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$cache/sources update
    (cd $cache && apt -o Dir::Etc::sourcelist="$OLDPWD/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$cache/sources source --download-only --only-source rustc)
    tar -x --strip-components=1 -f $cache/rustc_*.orig.tar.xz
}
