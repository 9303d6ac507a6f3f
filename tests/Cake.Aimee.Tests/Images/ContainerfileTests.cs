using Cake.Aimee.Images;
using Cake.Aimee.Tests.Support;

namespace Cake.Aimee.Tests.Images;

internal sealed class ContainerfileTests
{
    [TestCase(ImageKind.Stage3)]
    [TestCase(ImageKind.Base)]
    [TestCase(ImageKind.Cross)]
    [TestCase(ImageKind.Build)]
    public async Task It_has_the_steps_to_read(ImageKind kind) =>
        Verified.Matches(Containerfile.Of(await Plans.OfAsync(kind, "aarch64-unknown-linux-gnu")), $"Containerfile.{kind}");

    [Test]
    public async Task Files_and_odd_values_are_written_so_that_a_builder_reads_them_back()
    {
        var plan = await Plans.OfAsync(ImageKind.Base, "aarch64-unknown-linux-gnu");
        var step = new ImageStep("files", "cat /etc/motd\n") { Files = [new("/etc/motd", "hello $USER\n", "0600")] };
        var odd = plan with
        {
            Recipe = plan.Recipe with { Steps = [step] },
            Settings = plan.Settings with { Environment = plan.Settings.Environment.SetItem("ODD", """a "b" \c $d""") },
        };

        var text = Containerfile.Of(odd);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("\nCOPY --chmod=0600 <<'EOF' /etc/motd\nhello $USER\nEOF\nRUN "));
            Assert.That(text, Does.Contain("<<'EOF'\nset -eu\ncat /etc/motd\nEOF\n"));
            Assert.That(text, Does.Contain("""
                ENV ODD="a \"b\" \\c \$d"
                """));
        }
    }
}
