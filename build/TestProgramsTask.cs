using System.Collections.Immutable;
using Cake.Aimee.Processes;
using Cake.Frosting;

namespace Cake.Aimee.Build;

[TaskName("TestPrograms")]
[TaskDescription("Installs the system programs that the tests need.")]
public sealed class TestProgramsTask : AsyncFrostingTask<BuildContext>
{
    private static readonly ImmutableArray<SystemProgram> Programs =
    [
        new("buildah", "buildah", "an engine"),
        new("dockerd", "docker.io", "another engine"),
        new("ip", "iproute2", "a network bridge for a docker daemon of the tests' own"),
        new("busybox", "busybox-static", "the smallest userland"),
        new("mmdebstrap", "mmdebstrap", "makes the debian userland"),
        new("qemu-aarch64-static", "qemu-user-static", "runs what was compiled for other machines"),
        new("umoci", "umoci", "unpacks images: the peer that ours are compared with"),
        new("skopeo", "skopeo", "copies images"),
        new("zstd", "zstd", "compression"),
        new("pigz", "pigz", "compression"),
        new("getfattr", "attr", "reads extended attributes"),
        new("setfacl", "acl", "sets access control lists"),
        new("setcap", "libcap2-bin", "writes capabilities"),
        new("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu", "makes ELF files to be looked at"),
        new("arm-linux-gnueabihf-gcc", "gcc-arm-linux-gnueabihf", "makes ELF files to be looked at"),
        new("mips64el-linux-gnuabi64-gcc", "gcc-mips64el-linux-gnuabi64", "makes ELF files to be looked at"),
        new("powerpc64le-linux-gnu-gcc", "gcc-powerpc64le-linux-gnu", "makes ELF files to be looked at"),
        new("riscv64-linux-gnu-gcc", "gcc-riscv64-linux-gnu", "makes ELF files to be looked at"),
        new("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu", "makes ELF files to be looked at"),
        new("chromium", "chromium", "opens the pages that are written"),
        new("rustc", "rustc", "knows Rust's names of targets"),
        new("dpkg-architecture", "dpkg-dev", "knows Debian's names of targets"),
        new("aarch64-linux-gnu-g++", "g++-aarch64-linux-gnu", "compiles packages for another machine, with its C library"),
        new("g++", "g++", "compiles packages"),
        new("make", "make", "builds packages"),
        new("cmake", "cmake", "builds packages"),
        new("meson", "meson", "builds packages"),
        new("ninja", "ninja-build", "builds packages"),
        new("cargo", "cargo", "builds packages"),
        new("zsh", "zsh", "completes words of the tool's command line"),
        new("fish", "fish", "completes words of the tool's command line"),
        new("gpg", "gnupg", "signs what is to be verified"),
        new("gpgv", "gpgv", "verifies signatures"),
        new("xz", "xz-utils", "compression"),
        new("rpmbuild", "rpm", "makes RPM packages"),
        new("rpm2cpio", "rpm2cpio", "looks into RPM packages"),
        new("cpio", "cpio", "looks into RPM packages"),
        new("bzip2", "bzip2", "compression"),
        new("lzip", "lzip", "compression"),
        new("compress", "ncompress", "compression of old"),
        new("zip", "zip", "makes zip archives"),
        new("python3", "python3", "makes zip archives that lie"),
        new("perl", "perl-base", "makes sockets"),
        new("curl", "curl", "a downloader, the peer that ours is compared with"),
        new("nginx", "nginx", "a server that takes files: an upstream of artifacts"),
        new("docker-registry", "docker-registry", "a registry to push images to and to pull them from"),
        new("rsync", "rsync", "copies a checkout for a pipeline that runs here"),
        new("git", "git", "repositories"),
        new("svn", "subversion", "repositories"),
        new("svnadmin", "subversion", "repositories"),
        new("groovy", "groovy", "parses Jenkinsfiles"),
        new("java", "default-jre-headless", "runs groovy"),
        new("node", "nodejs", "runs and parses other pipelines; 18 or later"),
        new("npm", "npm", "installs what does"),
    ];

    public override async Task RunAsync(BuildContext context)
    {
        await context.Runtime.InstallAsync(Programs).ConfigureAwait(false);
        NodePackages.Install(context);
    }
}
