using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>Programs of npm's that the task TestPrograms installs below <c>tmp/</c>.</summary>
internal static class NodePrograms
{
    /// <summary>Where they are.</summary>
    public static string Directory => Path.Combine(Repository.Top, "tmp", "test-tools");

    /// <summary>The path of a program; the test is skipped where it is not installed.</summary>
    public static string Require(string name)
    {
        Support.Require.Program("node", "nodejs");
        var path = Path.Combine(Directory, "node_modules", ".bin", name);
        if (!File.Exists(path))
        {
            Assert.Ignore($"{name} of npm is not installed (the task TestPrograms does, where npm has a registry).");
        }

        return path;
    }

    /// <summary>Makes one file of a script of ours and the packages that it uses, which are written for bundlers.</summary>
    /// <param name="script">The script.</param>
    /// <param name="output">The file.</param>
    public static Task BundleAsync(string script, string output) => new ProcessRunner().RunCheckedAsync(
        ProcessRequest.Of(Require("esbuild"), script, "--bundle", "--platform=node", $"--outfile={output}", "--log-level=error") with
        {
            Environment = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("NODE_PATH", Path.Combine(Directory, "node_modules")),
        },
        CancellationToken.None);
}
