using System.Reflection;
using Cake.Aimee.Dsl;
using Cake.Aimee.Frosting;
using Cake.Aimee.Tests.Support;
using Cake.Frosting.Tests.Support;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>What others compile against changes only when somebody has read the change.</summary>
[TestFixture]
internal sealed class PublicApiTests
{
    [TestCase("Cake.Aimee")]
    [TestCase("Cake.Aimee.Frosting")]
    public void The_public_surface_is_the_one_that_was_read(string name) =>
        Verified.Matches(PublicApi.Of(Of(name)), name);

    private static Assembly Of(string name) =>
        name == "Cake.Aimee" ? typeof(AimeeAliases).Assembly : typeof(AimeeContext).Assembly;
}
