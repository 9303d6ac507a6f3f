using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Commands;

/// <summary>The first command that somebody types in a clone: <c>./build.sh</c>.</summary>
[Category("Slow")]
internal sealed class BuildScriptTests
{
    private static readonly Dictionary<string, string?> Variables = [];
    private string clone = "";

    [SetUp]
    public async Task Clone()
    {
        clone = Directory.CreateDirectory($"/var/tmp/aimee-clone-{Guid.NewGuid():N}").FullName;
        // What is not committed yet comes along.
        var files = $"cd '{Repository.Top}' && git ls-files -z --cached --others --exclude-standard | tar --create --null --files-from=- | tar --extract --directory='{clone}'";
        (await RunAsync("sh", "-ec", files)).Succeeded();
    }

    [TearDown]
    public void Remove() => Directory.Delete(clone, recursive: true);

    [Test]
    public async Task In_a_fresh_clone_the_host_is_compiled_once_and_the_script_runner_finds_it()
    {
        var host = Path.Combine(clone, "build/bin/Release/net10.0/Build.dll");
        var first = (await ListAsync()).Succeeded();
        var compiled = File.GetLastWriteTimeUtc(host);
        var second = (await ListAsync()).Succeeded();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Output, Does.StartWith("core/busybox "), "nothing but the answer");
            Assert.That(first.Output, Does.EndWith(second.Output));
            Assert.That(File.GetLastWriteTimeUtc(host), Is.EqualTo(compiled));
        }

        Assert.That((await RunAsync("dotnet", "cake", "--target=List")).Succeeded().Output, Does.Contain(second.Output));
    }

    private Task<UserResult> ListAsync() => RunAsync("./build.sh", "--target=List", "--verbosity=quiet", "--no-report");

    private async Task<UserResult> RunAsync(string program, params string[] arguments)
    {
        using var run = UserRun.Start(clone, Variables, program.StartsWith("./", StringComparison.Ordinal) ? Path.Combine(clone, program) : program, arguments);
        return await run.EndAsync();
    }
}
