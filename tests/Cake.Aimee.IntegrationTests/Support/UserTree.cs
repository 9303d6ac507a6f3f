using System.Collections.Immutable;

namespace Cake.Aimee.IntegrationTests.Support;

/// <summary>A build tree as a user has one, outside of the repository.</summary>
internal sealed class UserTree : IDisposable
{
    /// <summary>The triple of all trees.</summary>
    public const string Target = "aarch64-unknown-linux-gnu";

    private readonly ImmutableDictionary<string, string?> variables;

    /// <summary>A tree with a config.</summary>
    /// <param name="engine">The engine that commands in the tree find.</param>
    /// <param name="images">What the config says of images, in YAML's flow style: <c>system: debian, …</c>.</param>
    public UserTree(TestEngine engine, string images = "system: debian")
    {
        variables = engine.Variables;
        Images = engine.Engine.Name;
        Path = Directory.CreateDirectory($"/var/tmp/aimee-tree-{Guid.NewGuid():N}").FullName;
        Configure("config", images);
    }

    public string Path { get; }

    private string Images { get; }

    /// <summary>Downloads are kept from run to run, as a user's tree keeps them.</summary>
    private static string Sources => System.IO.Path.Combine(Repository.Top, "tmp", "test-sources");

    /// <summary>Writes a config for images, and leaves the rest as the tests need it.</summary>
    public void Configure(string name, string images) => Write(
        $".builder/{name}", $"target: {Target}\npaths: {{sources: {Sources}}}\nimages: {{engine: {Images}, {images}}}\n");

    public void Write(string name, string text)
    {
        var path = In(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Starts the host.</summary>
    public UserRun StartHost(params IEnumerable<string> arguments) => Start([], ["dotnet", Repository.Host, $"--working={Path}", .. arguments]);

    /// <summary>Runs the host to its end.</summary>
    public Task<UserResult> HostAsync(params IEnumerable<string> arguments) => EndAsync(StartHost(arguments));

    /// <summary>As <see cref="HostAsync(IEnumerable{string})"/>, with variables of its own.</summary>
    public Task<UserResult> HostAsync(ImmutableDictionary<string, string?> more, params IEnumerable<string> arguments) =>
        EndAsync(Start(more, ["dotnet", Repository.Host, $"--working={Path}", .. arguments]));

    /// <summary>Gives the tree a script, and the script runner.</summary>
    /// <param name="tasks">What stands in it before our tasks.</param>
    /// <param name="restore">Whether the script is going to be run here.</param>
    public async Task AddScriptAsync(string tasks = "", bool restore = true)
    {
        Directory.CreateDirectory(In(".config"));
        File.Copy(System.IO.Path.Combine(Repository.Top, ".config", "dotnet-tools.json"), In(".config/dotnet-tools.json"));
        Write(
            "build.cake",
            $"""
            #r "{Repository.AddIn}"

            using Cake.Aimee.Dsl;

            {tasks}

            AimeeTasks();

            RunTargets(Arguments("target", "Doctor"));
            """);
        if (restore)
        {
            (await EndAsync(Start([], ["dotnet", "tool", "restore"]))).Succeeded();
        }
    }

    /// <summary>Runs the tree's script.</summary>
    public Task<UserResult> CakeAsync(params IEnumerable<string> arguments) => EndAsync(Start([], ["dotnet", "cake", .. arguments]));

    /// <summary>As <see cref="CakeAsync(IEnumerable{string})"/>, with variables of its own.</summary>
    public Task<UserResult> CakeAsync(ImmutableDictionary<string, string?> more, params IEnumerable<string> arguments) =>
        EndAsync(Start(more, ["dotnet", "cake", .. arguments]));

    /// <summary>Runs a command in a directory.</summary>
    public Task<UserResult> RunInAsync(string directory, string[] command) => EndAsync(UserRun.Start(directory, variables, command[0], command[1..]));

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private UserRun Start(IEnumerable<KeyValuePair<string, string?>> more, string[] command) =>
        UserRun.Start(Path, variables.SetItems(more), command[0], command[1..]);

    private static async Task<UserResult> EndAsync(UserRun run)
    {
        using (run)
        {
            return await run.EndAsync();
        }
    }
}
