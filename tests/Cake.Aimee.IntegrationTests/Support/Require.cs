using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>What a test can not do without: where it is missing the test is skipped, and says why.</summary>
internal static class Require
{
    public static void Root()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Root alone can do this: containers, mounts and a userland's owners.");
        }
    }

    public static void Program(string name, string package)
    {
        if (Programs.Find(name) is null)
        {
            Assert.Ignore($"The program '{name}' is not installed (Debian's package {package}; the task TestPrograms installs it).");
        }
    }
}
