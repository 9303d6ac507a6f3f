using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

public sealed class PublicApiTests
{
    [Test]
    public void The_public_surface_is_the_one_that_was_read() =>
        Verified.Matches(PublicApi.Of(typeof(CakeHost).Assembly), "PublicApi");
}
