using System.Collections.Immutable;
using System.Net.Sockets;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Engines;

internal sealed class EngineSelectionTests
{
    private TemporaryDirectory directory = null!;

    [SetUp]
    public void SetUp()
    {
        Require.Program("docker", "docker.io");
        Require.Program("buildah", "buildah");
        directory = new TemporaryDirectory();
    }

    [TearDown]
    public void TearDown() => directory?.Dispose();

    [Test]
    public async Task Without_a_daemon_auto_is_buildah() =>
        Assert.That((await Selection("nothing").SelectAsync(EngineChoice.Auto, CancellationToken.None)).Name, Is.EqualTo("buildah"));

    [Test]
    public void Without_a_daemon_docker_says_what_to_do() => Assert.That(
        () => Selection("nothing").SelectAsync(EngineChoice.Docker, CancellationToken.None),
        Throws.InstanceOf<AimeeException>().With.Message.EqualTo(
            "No docker daemon answers. Start one (systemctl start docker), set DOCKER_HOST to one that runs, "
            + "or use --engine=buildah, which needs no daemon."));

    [Test]
    public async Task A_daemon_that_never_answers_is_none()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(directory.Path, "silent")));
        listener.Listen();
        Assert.That((await Selection("silent").SelectAsync(EngineChoice.Auto, CancellationToken.None)).Name, Is.EqualTo("buildah"));
    }

    [Test]
    public async Task With_a_daemon_auto_is_docker_and_buildah_can_be_asked_for()
    {
        var selection = new EngineSelection((await Machine.DockerAsync()).Runner);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await selection.SelectAsync(EngineChoice.Auto, CancellationToken.None)).Name, Is.EqualTo("docker"));
            Assert.That((await selection.SelectAsync(EngineChoice.Docker, CancellationToken.None)).Name, Is.EqualTo("docker"));
            Assert.That((await selection.SelectAsync(EngineChoice.Buildah, CancellationToken.None)).Name, Is.EqualTo("buildah"));
        }
    }

    private EngineSelection Selection(string socket) => new(new EnvironmentRunner(
        ImmutableDictionary<string, string?>.Empty.Add("DOCKER_HOST", $"unix://{directory.Path}/{socket}")));
}
