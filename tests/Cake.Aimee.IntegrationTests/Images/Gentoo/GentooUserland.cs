using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;

namespace Cake.Aimee.IntegrationTests.Images.Gentoo;

/// <summary>What a mirror has: a stage3 with the programs of <c>Userland/</c>, and a snapshot of a repository for them.</summary>
internal static class GentooUserland
{
    /// <summary>The day of the snapshot.</summary>
    public const string Day = "20260503";

    private static readonly string Programs = Path.Combine(Repository.Top, "tests", "Cake.Aimee.IntegrationTests", "Images", "Gentoo", "Userland");

    private static readonly string[] Libraries = ["ld-linux-aarch64.so.1", "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6"];

    /// <summary>The smallest that will do: busybox, and compilers that hand out programs which were compiled before.</summary>
    /// <param name="directory">A directory for the work.</param>
    /// <param name="keyring">The keys that its programs trust; null for none.</param>
    /// <returns>The tar archive.</returns>
    public static async Task<string> SmallAsync(string directory, string? keyring = null)
    {
        var top = Directory.CreateDirectory(Path.Combine(directory, "small")).FullName;
        foreach (var name in new[] { "bin", "usr/bin", "usr/local/bin", "dev", "proc", "sys", "mnt", "root", "tmp", "run", "var/log", "var/tmp", "var/cache", "var/db/pkg", "var/db/repos" })
        {
            Directory.CreateDirectory(Path.Combine(top, name));
        }

        await ShAsync(
            $"""
            cp "$(command -v busybox)" {top}/bin/busybox
            cp {top}/bin/busybox {top}/bin/bash
            for applet in $(busybox --list); do [ -e {top}/bin/$applet ] || ln -s busybox {top}/bin/$applet; done
            """);
        await AddProgramsAsync(top, "install");
        await AddKeysAsync(top, keyring);
        await ShAsync(
            $"""
            cp "$(command -v gpgv)" {top}/usr/bin/gpgv
            for library in $(ldd "$(command -v gpgv)" | grep -o '/[^ ]*'); do mkdir -p {top}/$(dirname $library); cp -L $library {top}/$library; done
            """);
        await AddCompiledAsync(Path.Combine(top, "usr/lib/gentoo/target"));
        return await PackAsync(top, Path.Combine(directory, "small.tar"));
    }

    /// <summary>One whose packages put Debian's real toolchain in place.</summary>
    /// <param name="directory">A directory for the work.</param>
    /// <param name="keyring">The keys that its programs trust.</param>
    /// <returns>The tar archive.</returns>
    public static async Task<string> RealAsync(string directory, string keyring)
    {
        var top = Path.Combine(directory, "real");
        await ShAsync($"mmdebstrap --variant=minbase --include=ca-certificates,gpgv,wget,xz-utils bookworm {top} && rm -rf {top}/var/cache/apt/archives {top}/dev/*");
        await AddProgramsAsync(top, "install-debian");
        await AddKeysAsync(top, keyring);
        return await PackAsync(top, Path.Combine(directory, "real.tar"));
    }

    /// <summary>A snapshot of the repository: an ebuild for each package, with its keywords.</summary>
    public static async Task<byte[]> SnapshotAsync(string directory)
    {
        var top = Path.Combine(directory, "snapshot", $"gentoo-{Day}");
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Programs, "packages")))
        {
            var (keywords, package) = (line.Split(' ')[0].Replace(',', ' '), line.Split(' ')[1]);
            var name = package[..package.IndexOf('-', package.IndexOf('/', StringComparison.Ordinal))];
            for (var dash = name.Length; !char.IsAsciiDigit(package[dash + 1]); dash = package.IndexOf('-', dash + 1))
            {
                name = package[..package.IndexOf('-', dash + 1)];
            }

            Write($"{name}/{Path.GetFileName(package)}.ebuild", keywords == "-" ? "EAPI=8\n" : $"EAPI=8\nKEYWORDS=\"{keywords}\"\n");
        }

        Write("metadata/timestamp.x", "1777831200 Sun, 03 May 2026 18:00:00 +0000\n");
        Write("profiles/repo_name", "gentoo\n");
        Write("profiles/default/linux/amd64/23.0/make.defaults", "ARCH=amd64\n");
        Write("profiles/default/linux/arm64/23.0/make.defaults", "ARCH=arm64\n");
        Write("profiles/default/linux/arm64/23.0/musl/make.defaults", "ARCH=arm64\n");
        Write("profiles/default/linux/arm64/23.0/packages", "*sys-apps/busybox\n*sys-libs/glibc\n");
        await ShAsync($"tar -C {directory}/snapshot --numeric-owner --owner=0 --group=0 -cJf {directory}/snapshot.tar.xz gentoo-{Day}");
        return await File.ReadAllBytesAsync(Path.Combine(directory, "snapshot.tar.xz"));

        void Write(string name, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(top, name))!);
            File.WriteAllText(Path.Combine(top, name), text);
        }
    }

    /// <summary>An overlay with one package, as the programs bring it.</summary>
    public static async Task<byte[]> OverlayAsync(string directory)
    {
        await ShAsync(
            $"""
            mkdir -p {directory}/overlay/app-misc/mine
            printf 'EAPI=8\nKEYWORDS="amd64"\n' > {directory}/overlay/app-misc/mine/mine-1.ebuild
            tar -C {directory}/overlay -cf {directory}/overlay.tar .
            """);
        return await File.ReadAllBytesAsync(Path.Combine(directory, "overlay.tar"));
    }

    private static async Task AddKeysAsync(string top, string? keyring)
    {
        if (keyring is not null)
        {
            // gpgv reads no armour.
            await ShAsync($"mkdir -p {top}/usr/share/openpgp-keys; gpg --batch --yes --dearmor -o {top}/usr/share/openpgp-keys/gentoo-release.gpg {keyring}");
        }
    }

    private static Task AddProgramsAsync(string top, string packages) => ShAsync(
        $$"""
        mkdir -p {{top}}/usr/lib/gentoo {{top}}/etc/portage/binrepos.conf {{top}}/dev
        cp {{Programs}}/programs/* {{top}}/usr/bin/
        cp {{Programs}}/lib/* {{top}}/usr/lib/gentoo/
        cp -r {{Programs}}/{{packages}} {{top}}/usr/lib/gentoo/install
        printf 'CHOST="x86_64-pc-linux-gnu"\nCOMMON_FLAGS="-O2 -pipe"\n' > {{top}}/etc/portage/make.conf
        printf '[gentoobinhost]\npriority = 1\nsync-uri = https://distfiles.gentoo.org/releases/amd64/binpackages/23.0/x86-64\n' > {{top}}/etc/portage/binrepos.conf/gentoobinhost.conf
        echo root:x:0:0:root:/root:/bin/sh > {{top}}/etc/passwd
        echo root:x:0: > {{top}}/etc/group
        # What only a tarball that is taken as it is brings along: an owner, a capability, a device.
        echo news > {{top}}/etc/news; chown 250:250 {{top}}/etc/news
        cp {{top}}/etc/news {{top}}/etc/capable; setcap cap_net_raw+ep {{top}}/etc/capable
        mkdir -p {{top}}/var; [ -e {{top}}/var/odd ] || mknod {{top}}/var/odd c 1 3
        """);

    /// <summary>The programs that the proof compiles, compiled by Debian's compilers; in the place of Rust's, C that says the same.</summary>
    private static async Task AddCompiledAsync(string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "lib"));
        foreach (var program in ProofProgram.For(TargetTriple.Parse(UserTree.Target)))
        {
            var isRust = program.Language == "Rust";
            var source = Path.Combine(directory, isRust ? "rust.c" : program.SourceName);
            await File.WriteAllTextAsync(source, isRust ? $"#include <stdio.h>\nint main(void) {{ puts(\"{program.Expected}\"); return 0; }}\n" : program.Source);
            await ShAsync($"aarch64-linux-gnu-{(program.Language == "C++" ? "g++" : "gcc")} {(program.IsStatic ? "-static " : "")}-O1 -s -o {directory}/{program.Name} {source}");
        }

        foreach (var library in Libraries)
        {
            File.Copy(Path.Combine("/usr/aarch64-linux-gnu/lib", library), Path.Combine(directory, "lib", library));
        }
    }

    private static async Task<string> PackAsync(string top, string tar)
    {
        await ShAsync($"tar -C {top} --xattrs --xattrs-include='*.*' --numeric-owner --sort=name -cf {tar} .");
        return tar;
    }

    private static async Task ShAsync(string script) =>
        await new ProcessRunner().RunCheckedAsync(ProcessRequest.Of("sh", "-euc", script), CancellationToken.None);
}
