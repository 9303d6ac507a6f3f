using Cake.Aimee.Artifacts.Exports;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Targets;
using Cake.Aimee.Tests.Archives;

namespace Cake.Aimee.Tests.Artifacts.Exports;

/// <summary>Packages for other package managers, looked at with those.</summary>
internal sealed class PackageExportTests
{
    private ScratchDirectory _directory = null!;

    private string Root => Path.Combine(_directory.Path, "root");

    private string Exports => Path.Combine(_directory.Path, "exports");

    private ExportRequest Request => new(Root, "Foo_bar", "1.3-rc1", TargetTriple.Parse("aarch64-unknown-linux-gnu"))
    {
        Release = "2",
        Description = "Prints things\n\nat 100% of\nits speed",
        License = "Zlib",
        Homepage = "https://foo.example",
        Run = ["core/libc", "core/Lib_z"],
        Epoch = DateTimeOffset.FromUnixTimeSeconds(1_600_000_000),
        WorkDirectory = Path.Combine(_directory.Path, "work"),
    };

    [SetUp]
    public void MakeTree()
    {
        _directory = new ScratchDirectory();
        Directory.CreateDirectory(Root);
        Shell.Run(
            """
            cd "$1"
            mkdir -p usr/bin usr/include usr/lib/pkgconfig usr/share/foo/empty usr/share/man/man1 etc var/db/binpkgs/core
            echo program >usr/bin/foo; chmod 4755 usr/bin/foo; ln usr/bin/foo usr/bin/hard; ln -s foo usr/bin/link
            echo h >usr/include/foo.h; echo pc >usr/lib/pkgconfig/foo.pc; echo a >usr/lib/libfoo.a; echo so >usr/lib/libfoo.so.1
            echo c >etc/foo.conf; echo list >var/db/binpkgs/core/foo; echo man >usr/share/man/man1/foo.1
            echo odd >"usr/share/foo/100% [of] {it} *?\\"
            chown -R 7:7 .; chmod 4755 usr/bin/foo
            """,
            Root);
    }

    [TearDown]
    public void RemoveDirectory() => _directory.Dispose();

    private Task<string> WriteAsync(ExportFormat format, ExportRequest? request = null) =>
        PackageExport.WriteAsync(format, request ?? Request, Exports, new ProcessRunner(), CancellationToken.None);

    private async Task<string> FaultAsync(ExportFormat format, ExportRequest request) =>
        (await Assert.ThrowsAsync<AimeeException>(() => WriteAsync(format, request)))!.Message;

    [Test]
    public async Task A_Debian_package_says_what_it_is_and_holds_what_runs()
    {
        var package = await WriteAsync(ExportFormat.Deb);
        Assert.That(package, Is.EqualTo(Path.Combine(Exports, "foo-bar_1.3.rc1-2_arm64.deb")));
        Assert.That(Shell.Run("dpkg-deb --field \"$1\"", package), Is.EqualTo(
            """
            Package: foo-bar
            Version: 1.3.rc1-2
            Architecture: arm64
            Maintainer: nobody <nobody@localhost>
            Installed-Size: 5
            Depends: libc, lib-z
            Section: misc
            Priority: optional
            Homepage: https://foo.example
            Description: Prints things
             .
             at 100% of
             its speed

            """));
        Assert.That(Shell.Run("dpkg-deb --info \"$1\" conffiles", package), Is.EqualTo("/etc/foo.conf\n"));
        Assert.That(Shell.Run("TZ=UTC dpkg-deb --contents \"$1\" | tr -s ' '", package), Is.EqualTo(
            """
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./etc/
            -rw-r--r-- root/root 2 2020-09-13 12:26 ./etc/foo.conf
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/bin/
            -rwsr-xr-x root/root 8 2020-09-13 12:26 ./usr/bin/foo
            hrwsr-xr-x root/root 0 2020-09-13 12:26 ./usr/bin/hard link to ./usr/bin/foo
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/lib/
            -rw-r--r-- root/root 3 2020-09-13 12:26 ./usr/lib/libfoo.so.1
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/share/
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/share/foo/
            -rw-r--r-- root/root 4 2020-09-13 12:26 ./usr/share/foo/100% [of] {it} *?\\
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/share/foo/empty/
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/share/man/
            drwxr-xr-x root/root 0 2020-09-13 12:26 ./usr/share/man/man1/
            -rw-r--r-- root/root 4 2020-09-13 12:26 ./usr/share/man/man1/foo.1
            lrwxrwxrwx root/root 0 2020-09-13 12:26 ./usr/bin/link -> foo

            """));
        Assert.That(Directory.Exists(Request.WorkDirectory), Is.False);
    }

    [Test]
    public async Task An_RPM_package_says_what_it_is_and_holds_what_runs()
    {
        var package = await WriteAsync(ExportFormat.Rpm);
        Assert.That(package, Is.EqualTo(Path.Combine(Exports, "Foo_bar-1.3_rc1-2.aarch64.rpm")));
        var format = "%{NAME} %{VERSION} %{RELEASE} %{ARCH} %{LICENSE} %{URL} %{BUILDTIME} %{BUILDHOST}\\n%{SUMMARY}\\n%{DESCRIPTION}\\n";
        Assert.That(Shell.Run("rpm -qp --nosignature --qf \"$2\" \"$1\"", package, format), Is.EqualTo(
            "Foo_bar 1.3_rc1 2 aarch64 Zlib https://foo.example 1600000000 localhost\nPrints things\nPrints things\n\nat 100% of\nits speed\n"));
        Assert.That(Shell.Run("rpm -qpR --nosignature \"$1\" | grep -v ^rpmlib", package), Is.EqualTo("Lib_z\nlibc\n"));
        Assert.That(Shell.Run("rpm -qp --nosignature --configfiles \"$1\"", package), Is.EqualTo("/etc/foo.conf\n"));
        var files = "[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEGROUPNAME} %{FILEMTIMES} %{FILENAMES} %{FILELINKTOS}\\n]";
        Assert.That(Shell.Run("rpm -qp --nosignature --qf \"$2\" \"$1\" | sed 's/ *$//'", package, files), Is.EqualTo(
            """
            -rw-r--r-- root root 1600000000 /etc/foo.conf
            -rwsr-xr-x root root 1600000000 /usr/bin/foo
            -rwsr-xr-x root root 1600000000 /usr/bin/hard
            lrwxrwxrwx root root 1600000000 /usr/bin/link foo
            -rw-r--r-- root root 1600000000 /usr/lib/libfoo.so.1
            drwxr-xr-x root root 1600000000 /usr/share/foo
            -rw-r--r-- root root 1600000000 /usr/share/foo/100% [of] {it} *?\
            drwxr-xr-x root root 1600000000 /usr/share/foo/empty
            -rw-r--r-- root root 1600000000 /usr/share/man/man1/foo.1

            """));
        Assert.That(Shell.Run("cd \"$2\"; rpm2cpio \"$1\" | cpio -id --quiet; cat usr/bin/hard", package, Directory.CreateDirectory(Exports + "/x").FullName), Is.EqualTo("program\n"));
    }

    [Test]
    public async Task The_same_root_gives_the_same_package([Values] ExportFormat format)
    {
        var one = await File.ReadAllBytesAsync(await WriteAsync(format));
        Shell.Run("cd \"$1\"; touch -d tomorrow usr/bin/foo etc", Root);
        var other = await File.ReadAllBytesAsync(await WriteAsync(format, Request with { WorkDirectory = _directory.Path + "/elsewhere" }));
        Assert.That(other, Is.EqualTo(one));
        Assert.That(Directory.GetFileSystemEntries(Exports), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_package_for_builders_keeps_what_they_need([Values] ExportFormat format)
    {
        var package = await WriteAsync(format, Request with { WithDevelopment = true });
        var list = format == ExportFormat.Deb
            ? Shell.Run("dpkg-deb --fsys-tarfile \"$1\" | tar -t | sed 's/^.//'", package)
            : Shell.Run("rpm -qpl --nosignature \"$1\"", package);
        Assert.That(list.Split('\n'), Does.Contain("/usr/include/foo.h").And.Contain("/usr/lib/pkgconfig/foo.pc").And.Contain("/usr/lib/libfoo.a").And.None.Contain("binpkgs"));
    }

    [Test]
    public async Task What_can_not_be_exported_is_said()
    {
        Assert.That(await FaultAsync(ExportFormat.Rpm, Request with { License = "" }), Does.Contain("Foo_bar: an RPM package needs a licence"));
        Assert.That(await FaultAsync(ExportFormat.Deb, Request with { Target = TargetTriple.Parse("armv6-unknown-linux-gnueabihf") }), Does.Contain("Debian has no name for armv6"));
        Assert.That(await FaultAsync(ExportFormat.Deb, Request with { Root = Root + "/usr/none" }), Does.Contain("usr/none"));
        Shell.Run("cd \"$1\"; rm -r usr/bin usr/share etc usr/lib/*.so*", Root);
        Assert.That(await FaultAsync(ExportFormat.Deb, Request), Does.Contain("Foo_bar: nothing is left to export"));
        Assert.That(Directory.Exists(Exports), Is.False);
    }
}
