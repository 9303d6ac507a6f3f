using Cake.Aimee.Archives;

namespace Cake.Aimee.Tests.Archives;

internal sealed class DirectoryRemovalTests
{
    [Test]
    public void All_that_a_directory_holds_is_removed_and_nothing_that_links_lead_to()
    {
        using var directory = new ScratchDirectory();
        Shell.Run(
            """
            cd "$1"; mkdir -p outside tree/a/b tree/locked/c; echo x >outside/file
            ln -s ../outside tree/link; ln -s ../../outside tree/a/link; ln outside/file tree/hard; mkfifo tree/pipe
            printf x >"tree/a/$(printf 'latin-\351')"; echo y >tree/locked/c/d; chmod 0 tree/locked/c; chmod 500 tree/locked
            """,
            directory.Path);
        DirectoryRemoval.Remove(Path.Combine(directory.Path, "tree/"));
        Assert.That(Directory.GetFileSystemEntries(directory.Path), Is.EqualTo([Path.Combine(directory.Path, "outside")]));
        Assert.That(File.ReadAllText(Path.Combine(directory.Path, "outside/file")), Is.EqualTo("x\n"));
    }

    [Test]
    public void A_link_to_a_directory_is_removed_itself()
    {
        using var directory = new ScratchDirectory();
        Shell.Run("cd \"$1\"; mkdir real; echo x >real/file; ln -s real link", directory.Path);
        DirectoryRemoval.Remove(Path.Combine(directory.Path, "link"));
        Assert.That(Shell.Run("cd \"$1\"; find . -type f -o -type l", directory.Path), Is.EqualTo("./real/file\n"));
    }

    [Test]
    public void What_is_not_there_needs_no_removal() => Assert.That(() => DirectoryRemoval.Remove("/none/such/directory"), Throws.Nothing);

    [Test]
    public void What_is_mounted_stays()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root mounts.");
        }

        using var directory = new ScratchDirectory();
        Shell.Run("cd \"$1\"; mkdir -p tree/mounted; mount -t tmpfs none tree/mounted; echo x >tree/mounted/file", directory.Path);
        try
        {
            Assert.That(
                () => DirectoryRemoval.Remove(Path.Combine(directory.Path, "tree")),
                Throws.TypeOf<IOException>().With.Message.Contain("something is mounted at 'mounted'"));
            Assert.That(File.Exists(Path.Combine(directory.Path, "tree/mounted/file")));
        }
        finally
        {
            Shell.Run("umount \"$1/tree/mounted\"", directory.Path);
        }
    }
}
