using System.Diagnostics;
using Cake.Frosting.Tests.Support;

namespace Cake.Frosting.Tests;

/// <summary>A host as a program: what its caller sees.</summary>
public sealed class ProgramTests
{
    [TestCase(0, "", Description = "success")]
    [TestCase(1, "--target=Fail", Description = "a task failed")]
    [TestCase(1, "--target=Fail --code=7", Description = "a CakeException's code inside a task: as in Cake, it is lost")]
    [TestCase(9, "--context-code=9", Description = "a CakeException's code outside a task")]
    [TestCase(1, "--target=Nope", Description = "no such target")]
    [TestCase(255, "--verbosity=loud", Description = "a bad option")]
    public async Task The_exit_code_tells_how_it_went(int code, string arguments)
    {
        var result = await RunAsync(arguments);

        Assert.That(result.ExitCode, Is.EqualTo(code), result.Output + result.Error);
    }

    [Test]
    public async Task The_tasks_of_the_entry_assembly_are_found()
    {
        var result = await RunAsync("--name=reader");

        Assert.That(result.Output, Does.Contain("Hello, ").And.Contain("reader"));
    }

    [Test]
    public async Task Version_is_the_programs_and_info_tells_more()
    {
        var version = await RunAsync("--version");
        var info = await RunAsync("--info");

        Assert.That((version.ExitCode, info.ExitCode), Is.EqualTo((0, 0)));
        Assert.That(version.Output.Trim(), Is.EqualTo("A small build, run by the tests as a program of its own."));
        Assert.That(info.Output, Does.Contain("Version: ").And.Contain("Details: "));
    }

    [Test]
    public async Task Help_lists_the_options()
    {
        var result = await RunAsync("--help");

        Assert.That(result.ExitCode, Is.Zero);
        Verified.Matches(result.Output.ReplaceLineEndings("\n"), "Help");
    }

    private static async Task<RunResult> RunAsync(string arguments)
    {
        var program = Path.Combine(TestContext.CurrentContext.TestDirectory, "Cake.Frosting.TestHost.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            // Without a terminal at hand, lines are as wide everywhere.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new RunResult(process.ExitCode, await output, await error, []);
    }
}
