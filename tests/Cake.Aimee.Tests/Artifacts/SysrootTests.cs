using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Artifacts;

internal sealed class SysrootTests : ArtifactTests
{
    [Test]
    public async Task A_package_is_installed_replaced_and_uninstalled()
    {
        await InstallAsync("core/zlib", "1.0", "usr/lib/libz.so.1=one", "usr/lib/libz.so->libz.so.1", "usr/share/old/doc=old", "var/empty/");
        Assert.That(Installed(), Is.EqualTo("usr/lib/libz.so->libz.so.1\nusr/lib/libz.so.1=one\nusr/share/old/doc=old\nvar/empty/"));
        await InstallAsync("core/zlib", "2.0", "usr/lib/libz.so.2=two", "usr/lib/libz.so->libz.so.2");
        Assert.That(Installed(), Is.EqualTo("usr/lib/libz.so->libz.so.2\nusr/lib/libz.so.2=two"));
        Assert.That(Sysroot.Find("core/zlib")?.Key, Is.EqualTo(KeyOf('a')));
        Assert.That(Sysroot.FilesOf("core/zlib"), Is.EqualTo(["usr/lib/libz.so", "usr/lib/libz.so.2", "var/db/binpkgs/core/zlib", "var/db/binpkgs/core/zlib.json"]));
        await Sysroot.UninstallAsync("core/zlib", default);
        Assert.That(Directory.GetFileSystemEntries(Sysroot.Directory).Select(Path.GetFileName), Is.EqualTo([".installed"]));
        Assert.That(Sysroot.Find("core/zlib"), Is.Null);
    }
}
