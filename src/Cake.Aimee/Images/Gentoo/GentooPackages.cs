using System.Collections.Immutable;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>Which of Gentoo's packages an image has of its own accord; the config adds to them.</summary>
internal static class GentooPackages
{
    /// <summary>What the chain itself needs.</summary>
    internal static readonly ImmutableArray<string> Base =
    [
        "app-eselect/eselect-repository", "dev-vcs/git", "sys-apps/config-site", "sys-apps/merge-usr", "sys-devel/crossdev",
    ];

    /// <summary>Build systems, generators, and what configure scripts expect to find.</summary>
    internal static readonly ImmutableArray<string> Compiling =
    [
        "app-arch/lzip", "app-arch/unzip", "app-arch/zstd", "dev-build/autoconf", "dev-build/automake", "dev-build/cmake",
        "dev-build/libtool", "dev-build/meson", "dev-build/ninja", "dev-util/gperf", "net-misc/rsync", "sys-apps/help2man",
        "sys-apps/texinfo", "sys-devel/bc", "sys-devel/bison", "sys-devel/flex", "virtual/libelf", "virtual/pkgconfig",
    ];

    /// <summary>Those of ours that have no stable version, so that testing ones are accepted.</summary>
    internal static readonly ImmutableArray<string> Testing = ["dev-embedded/u-boot-tools"];

    /// <summary>Kernels' and boot loaders' tools, file systems, partition tables, whole disk images.</summary>
    internal static readonly ImmutableArray<string> BootableImages =
    [
        "app-alternatives/cpio", "app-emulation/qemu", "dev-embedded/u-boot-tools", "dev-libs/libisoburn", "sys-apps/dtc",
        "sys-apps/gptfdisk", "sys-apps/kmod", "sys-block/parted", "sys-boot/grub", "sys-fs/dosfstools", "sys-fs/e2fsprogs",
        "sys-fs/mtools", "sys-fs/squashfs-tools",
    ];
}
