# Debian's packages as if they were sources: kept among the distfiles.
debian() {
    cache=/var/cache/distfiles/debian
    mkdir -p $cache/archives/partial $cache/lists/partial
    options="-qq -o Dir::Cache::archives=$cache/archives -o Dir::State::lists=$cache/lists -o APT::Sandbox::User=root -o APT::Keep-Downloaded-Packages=true"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    apt-get $options update
    # shellcheck disable=SC2086
    apt-get $options --yes --no-install-recommends install "$@"
    rm -f /var/cache/apt/*.bin
}
