using Cake.Aimee.IntegrationTests.Docs;
using Cake.Aimee.IntegrationTests.Support;

namespace Cake.Aimee.IntegrationTests.Packages;

/// <summary>Somebody on a fresh machine, with nothing but the packages in a folder and the machine's own feed.</summary>
/// <param name="directory">Where everything of theirs is; it begins with a <c>nuget.config</c> that names the folder.</param>
/// <param name="packages">Where the machine keeps packages that were downloaded.</param>
internal sealed class PackageUser(string directory, string packages)
{
    private readonly string home = Path.Combine(directory, "home");

    /// <summary>The directory that they stand in.</summary>
    public string Here { get; set; } = directory;

    /// <summary>Types all commands of a page, one after the other, as they stand there.</summary>
    /// <param name="page">The page, from the repository's top.</param>
    /// <returns>What was printed.</returns>
    public async Task<string> FollowAsync(string page)
    {
        var commands = DocumentedCommand.Read(page, await File.ReadAllLinesAsync(Path.Combine(Repository.Top, page))).ToList();
        Assert.That(commands, Is.Not.Empty, page);
        var printed = new List<string>();
        foreach (var command in commands)
        {
            var result = await TypeAsync(command.Text);
            Assert.That(result.ExitCode, Is.Zero, $"{command}\n{result.Output}");
            printed.Add(result.Output);
        }

        return string.Join('\n', printed);
    }

    /// <summary>Types a command in a shell. Where that goes to another directory, they stand there from then on.</summary>
    public async Task<UserResult> TypeAsync(string command)
    {
        var (script, place) = (Path.Combine(home, "typed.sh"), Path.Combine(home, "place"));
        Directory.CreateDirectory(home);
        await File.WriteAllTextAsync(script, $"set -e\n{command}\npwd >'{place}'\n");
        var variables = new Dictionary<string, string?>
        {
            ["NUGET_PACKAGES"] = packages,
            ["DOTNET_CLI_HOME"] = home,
            // Where global tools are put: what .NET's installer says is to be on the path, without its writing to /etc.
            ["PATH"] = $"{home}/.dotnet/tools:{Environment.GetEnvironmentVariable("PATH")}",
            ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        };
        using var run = UserRun.Start(Here, variables, "sh", script);
        var result = await run.EndAsync();
        if (result.ExitCode == 0)
        {
            Here = (await File.ReadAllTextAsync(place)).TrimEnd();
        }

        return result;
    }
}
