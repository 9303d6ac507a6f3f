using System.Diagnostics;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tests.Diagnostics;

[TestFixture]
public sealed class TextFileTests
{
    private TemporaryDirectory directory = null!;

    [SetUp]
    public void SetUp() => directory = new TemporaryDirectory();

    [TearDown]
    public void TearDown() => directory.Dispose();

    [Test]
    public void A_file_that_is_not_there_is_no_fault() => Assert.That(Read("missing"), Is.EqualTo((null as string, "")));

    [Test]
    public void A_dangling_link_is_a_fault()
    {
        File.CreateSymbolicLink(Path.Combine(directory.Path, "link"), "nowhere");
        Assert.That(Read("link"), Is.EqualTo((null as string, "link: error AIM0001: The file can not be read: No such file or directory.")));
    }

    [Test]
    public void A_pipe_that_nobody_writes_to_is_a_fault_and_no_hang()
    {
        using var process = Process.Start("mkfifo", Path.Combine(directory.Path, "pipe"));
        process.WaitForExit();
        Assert.That(Read("pipe"), Is.EqualTo((null as string, "pipe: error AIM0001: The file can not be read: it is not a regular file.")));
    }

    [Test]
    public void A_file_that_may_not_be_read_is_a_fault()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Root may read everything.");
        }

        var path = directory.Write("secret", "x");
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.That(Read("secret"), Is.EqualTo((null as string, "secret: error AIM0001: The file can not be read: Permission denied.")));
    }

    [Test]
    public void An_empty_file_and_one_with_a_mark_are_text()
    {
        directory.Write("empty", "");
        File.WriteAllBytes(Path.Combine(directory.Path, "mark"), [0xEF, 0xBB, 0xBF, (byte)'x']);
        Assert.That(Read("empty"), Is.EqualTo(("", "")));
        Assert.That(Read("mark"), Is.EqualTo(("x", "")));
    }

    private (string? Text, string Faults) Read(string name)
    {
        var diagnostics = new DiagnosticBag();
        var text = TextFile.Read(Path.Combine(directory.Path, name), name, diagnostics);
        return (text, string.Join('\n', diagnostics.ToSorted()));
    }
}
