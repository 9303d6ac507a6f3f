using System.Collections.Immutable;

namespace Cake.Aimee.Images.Debian;

/// <summary>Which of Debian's packages an image has of its own accord; the config adds to them.</summary>
internal static class DebianPackages
{
    /// <summary>Fetching, unpacking, and looking at what was unpacked.</summary>
    internal static readonly ImmutableArray<string> Base =
    [
        "bzip2", "ca-certificates", "curl", "file", "git", "gnupg", "lzip", "patch", "rsync", "unzip", "xz-utils", "zstd",
    ];

    /// <summary>Build systems, generators, and what configure scripts expect to find.</summary>
    internal static readonly ImmutableArray<string> Compiling =
    [
        "autoconf", "automake", "bc", "bison", "cmake", "flex", "gawk", "gettext", "gperf", "help2man", "libtool",
        "libssl-dev", "libelf-dev", "m4", "make", "meson", "ninja-build", "perl", "pkgconf", "python3", "texinfo",
    ];

    /// <summary>Kernels' and boot loaders' tools, file systems, partition tables, whole disk images.</summary>
    internal static readonly ImmutableArray<string> BootableImages =
    [
        "cpio", "device-tree-compiler", "dosfstools", "e2fsprogs", "fdisk", "gdisk", "grub-common", "kmod", "mtools",
        "parted", "qemu-utils", "rauc", "squashfs-tools", "u-boot-tools", "xorriso",
    ];
}
