using System.Diagnostics;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Tests.Archives;

/// <summary>Full and read-only disks, files that can not be read, a death in the middle.</summary>
internal sealed class ArchiveFaultTests
{
    private ScratchDirectory _directory = null!;

    private string Root => Path.Combine(_directory.Path, "root");

    private string Small => Path.Combine(_directory.Path, "small");

    [SetUp]
    public void MakeTree()
    {
        _directory = new ScratchDirectory();
        Shell.Run("cd \"$1\"; mkdir root small; mkdir root/d; echo x >root/a; head -c 5000000 /dev/urandom >root/d/large", _directory.Path);
    }

    [TearDown]
    public void RemoveDirectory()
    {
        Shell.Run("if mountpoint -q \"$1\"; then umount \"$1\"; fi", Small);
        _directory.Dispose();
    }

    /// <summary>A disk of one megabyte.</summary>
    private void MountSmallDisk(string options = "")
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root mounts a small disk.");
        }

        Shell.Run("mount -t tmpfs -o \"size=1m$2\" none \"$1\"", Small, options);
    }

    private static async Task<string> FaultAsync(Func<Task> action) => (await Assert.ThrowsAsync<AimeeException>(action))!.Message;

    private Task<string> PackFaultAsync(string archive, string format) => FaultAsync(
        () => TarPacker.PackAsync(new(Root) { Format = format }, archive, new ProcessRunner(), CancellationToken.None));

    private Task<string> UnpackFaultAsync(string archive) => FaultAsync(
        () => Unpacker.UnpackAsync(archive, Path.Combine(Small, "target"), new(), new ProcessRunner(), CancellationToken.None));

    [Test]
    public async Task A_full_disk_is_said_and_nothing_is_left_of_the_archive([Values("tar", "tar.zst", "tar.gz", "tar.xz", "tar.bz2")] string format)
    {
        MountSmallDisk();
        var archive = Path.Combine(Small, "x." + format);
        await File.WriteAllTextAsync(archive, "the old one");
        Assert.That(await PackFaultAsync(archive, format), Does.Contain($"{archive}: can not be written: No space left on device"));
        Assert.That(Directory.GetFileSystemEntries(Small), Is.EqualTo([archive]));
        Assert.That(await File.ReadAllTextAsync(archive), Is.EqualTo("the old one"));
    }

    [Test]
    public async Task A_disk_that_is_full_while_unpacking_is_said_with_the_entry([Values("x.tar", "x.tar.xz", "x.zip")] string name)
    {
        MountSmallDisk();
        var archive = Path.Combine(_directory.Path, name);
        Shell.Run(name.EndsWith("zip", StringComparison.Ordinal) ? "cd \"$2\"; zip -qr \"$1\" ." : "cd \"$2\"; tar -caf \"$1\" *", archive, Root);
        Assert.That(await UnpackFaultAsync(archive), Does.Contain($"{archive}: entry \"d/large\" can not be unpacked into {Small}/target: No space left on device"));
    }

    [Test]
    public async Task A_read_only_disk_is_said()
    {
        MountSmallDisk(",ro");
        Assert.That(await PackFaultAsync(Small + "/x.tar", "tar"), Does.Contain($"{Small}/x.tar: can not be written: Read-only file system"));
        Shell.Run("cd \"$1\"; tar -cf x.tar -C root .", _directory.Path);
        Assert.That(await UnpackFaultAsync(Path.Combine(_directory.Path, "x.tar")), Does.Contain("Read-only file system"));
    }

    [Test]
    public async Task A_file_that_can_not_be_read_is_named([Values("tar", "tar.zst", "tar.xz")] string format)
    {
        var file = Path.Combine(Root, "a");
        var isRoot = Environment.IsPrivilegedProcess;
        // Root reads all but what the kernel itself does not let be read.
        Shell.Run(isRoot ? "mount --bind /proc/sys/net/ipv4/route/flush \"$1\"" : "chmod 0 \"$1\"", file);
        try
        {
            Assert.That(await PackFaultAsync(_directory.Path + "/out/x", format), Does.Contain($"{file}: can not be packed: Permission denied"));
            Assert.That(Directory.GetFileSystemEntries(_directory.Path + "/out"), Is.Empty);
        }
        finally
        {
            Shell.Run(isRoot ? "umount \"$1\"" : "true", file);
        }
    }

    [Test]
    public async Task A_packer_that_is_killed_leaves_only_a_temporary_name()
    {
        Shell.Run("head -c 60000000 /dev/urandom >\"$1/d/large\"", Root);
        var (output, archive) = (Path.Combine(_directory.Path, "out"), Path.Combine(_directory.Path, "out/x.tar.xz"));
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ArchiveFaultTests).Assembly.Location, "pack", Root, archive]);
        using (var packer = Process.Start(start)!)
        {
            // It takes a minute; its temporary file comes at once.
            while (!packer.HasExited && (!Directory.Exists(output) || Directory.GetFileSystemEntries(output).Length == 0))
            {
                await Task.Delay(20);
            }

            packer.Kill();
            await packer.WaitForExitAsync();
            Assert.That(packer.ExitCode, Is.EqualTo(128 + 9), "it was killed while it packed");
        }

        Assert.That(Directory.GetFileSystemEntries(output).Select(Path.GetFileName), Is.All.StartsWith(".x.tar.xz.").And.All.EndsWith(".tmp"));
        File.Delete(Path.Combine(Root, "d/large"));
        await TarPacker.PackAsync(new(Root) { Format = "tar.xz" }, archive, new ProcessRunner(), CancellationToken.None);
        Assert.That(Shell.Run("tar -tf \"$1\"", archive), Is.EqualTo("a\nd/\n"));
    }
}
