using Cake.Aimee.Buildrules.Configs;

namespace Cake.Aimee.Tests.Buildrules;

internal sealed class UpstreamConfigTests
{
    [TestCase("https://example.org/os", "me:geheim", "https://me:geheim@example.org/os")]
    [TestCase("https://example.org:8443/os", "me@work:ge:h/eim", "https://me%40work:ge%3Ah%2Feim@example.org:8443/os")]
    [TestCase("http://other:word@example.org/os", "me:geheim", "http://other:word@example.org/os")]
    [TestCase("https://example.org/os", null, "https://example.org/os")]
    [TestCase("https://example.org/os", "", "https://example.org/os")]
    [TestCase("/srv/os", "me:geheim", "/srv/os")]
    public void The_password_comes_from_the_environment(string address, string? variable, string expected) => Assert.That(
        new UpstreamConfig { Artifacts = address, Credentials = "OS_UPSTREAM" }.WithCredentials(name => name == "OS_UPSTREAM" ? variable : null).Artifacts,
        Is.EqualTo(expected));
}
