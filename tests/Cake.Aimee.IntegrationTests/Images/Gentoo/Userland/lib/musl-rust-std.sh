# Builds Rust's standard library for musl from the sources of Debian's rustc, as rust-std does from Rust's own: with the
# crates that come along, and with musl's start files and an unwinder beside it, for programs that are linked statically.
debian cargo
work=$(mktemp -d)
cd "$work"
rust_sources
# Debian has taken the tools out, so the workspace is the library alone.
rm Cargo.lock
cat > Cargo.toml <<'WORKSPACE'
[workspace]
members = ["library/std"]
exclude = ["library/stdarch"]
[profile.release.package.compiler_builtins]
codegen-units = 10000
[patch.crates-io]
rustc-std-workspace-core = { path = "library/rustc-std-workspace-core" }
rustc-std-workspace-alloc = { path = "library/rustc-std-workspace-alloc" }
rustc-std-workspace-std = { path = "library/rustc-std-workspace-std" }
WORKSPACE
mkdir .cargo
printf '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n[target.%s]\nlinker = "%s-gcc"\n' "$target" "$T" > .cargo/config.toml
CARGO_HOME=$work/home RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zforce-unstable-if-unmarked -Ctarget-feature=-crt-static" \
    cargo build --release --offline --target "$target" --manifest-path library/std/Cargo.toml --features panic-unwind --target-dir build

lib=$(rustc --print sysroot)/lib/rustlib/$target/lib
mkdir -p "$lib/self-contained"
cp "build/$target"/release/deps/*.rlib "$lib/"
cd "$lib/self-contained"
for name in libc.a crt1.o Scrt1.o rcrt1.o crti.o crtn.o libunwind.a; do cp "/usr/$T/usr/lib/$name" .; done
for name in crtbegin.o crtbeginS.o crtend.o crtendS.o; do cp "$("$T-gcc" -print-file-name=$name)" .; done
# What musl computes with long doubles, which Rust's own build takes from compiler-rt.
gcc=$("$T-gcc" -print-libgcc-file-name)
long=$("$T-ar" t "$gcc" | grep -E 'tf|sfp')
"$T-ar" x "$gcc" $long
"$T-ar" r libunwind.a $long
rm -rf $long "$work"
cd /
