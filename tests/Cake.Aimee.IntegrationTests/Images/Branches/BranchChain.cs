using System.Collections.Immutable;
using Cake.Aimee.Engines;
using Cake.Aimee.Images;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Diagnostics;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>
/// A repository, its image branches, and a job for each: a fresh clone with a detached HEAD on a machine whose engine has
/// nothing, as CI has it. What one makes the next pulls.
/// </summary>
internal sealed class BranchChain : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly List<BuildahStore> machines = [];
    private readonly ImmutableDictionary<string, string?> variables;

    private BranchChain(RegistryServer registry, ImmutableDictionary<string, string?> variables) => (Registry, this.variables) = (registry, variables);

    public RegistryServer Registry { get; }

    /// <summary>The bare repository that all clone.</summary>
    private string Origin => Path.Combine(directory.Path, "origin.git");

    /// <summary>Makes the repository and, by the task, its branches.</summary>
    /// <param name="system">The system of the images.</param>
    /// <param name="library">What <c>lib/images.cake</c> gets beside what ImageBranches begins it with.</param>
    /// <param name="variables">What jobs have set beside CI's own.</param>
    public static async Task<BranchChain> MakeAsync(string system, string library, ImmutableDictionary<string, string?> variables)
    {
        var chain = new BranchChain(await RegistryServer.StartAsync(), variables);
        using var tree = new UserTree(Machine.Buildah);
        await tree.AddScriptAsync(restore: false);
        tree.Write(".gitignore", "/lib/\n/tools/\n");
        tree.Write("README.md", "Images.\n");
        tree.Configure("config", $"system: debian, registry: \"{chain.Registry.Address}\"");
        await ShAsync(tree, "git init -q -b main; git config user.name Tester; git config user.email tester@example.org; git add README.md .gitignore; git commit -qm first");
        (await tree.HostAsync("--target=ImageBranches")).Succeeded();
        if (library.Length > 0)
        {
            // The one change that a project makes to the shared code: its own system, and then its name in the configs.
            tree.Write("lib/images.cake", library.Replace("#r\n", (await File.ReadAllLinesAsync(tree.In("lib/images.cake"))).Single(line => line.StartsWith("#r ", StringComparison.Ordinal)) + "\n"));
            await ShAsync(tree, "git -C lib commit -qam 'Bring a system of our own'");
            tree.Configure("config", $"system: {system}, registry: \"{chain.Registry.Address}\"");
            await ShAsync(
                tree,
                "for branch in base cross build; do git worktree add -q ../job-$$ $branch/main; cp .builder/config ../job-$$/.builder/config; "
                + "git -C ../job-$$ commit -qam 'Choose our system'; git worktree remove ../job-$$; done");
        }

        await ShAsync(tree, $"git clone -q --bare . {chain.Origin}");
        return chain;
    }

    /// <summary>Runs the job of a branch as its Jenkinsfile does.</summary>
    /// <returns>What it printed, and the machine that it ran on.</returns>
    public async Task<(UserResult Result, BuildahStore Machine)> JobAsync(string branch, int number)
    {
        var machine = BuildahStore.Create();
        machines.Add(machine);
        var clone = Path.Combine(directory.Path, branch.Replace('/', '-'));
        // Jenkins fetches the one branch, and checks its commit out.
        await RunAsync(machine, directory.Path, $"git clone -q --single-branch --branch {branch} {Origin} {clone}; git -C {clone} checkout -q --detach; git -C {clone} branch -D {branch}");
        var result = await RunAsync(
            machine, clone,
            $"eval \"$(sed -n \"/sh '''/,/'''/p\" Jenkinsfile | sed '1d;$d')\"\ndotnet tool restore\ndotnet cake --target=BranchImage --push --no-setup",
            ("BRANCH_NAME", branch), ("BUILD_NUMBER", $"{number}"), ("CONTAINERS_STORAGE_CONF", machine.Variables["CONTAINERS_STORAGE_CONF"]), ("DOCKER_HOST", machine.Variables["DOCKER_HOST"]));
        Assert.That((await RunAsync(machine, clone, "git status --porcelain --untracked-files=no; git -C lib status --porcelain; git -C lib symbolic-ref --short HEAD")).Output.Trim(), Is.EqualTo("lib/main"));
        return (result, machine);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var machine in machines)
        {
            await machine.DisposeAsync();
        }

        await Registry.DisposeAsync();
        directory.Dispose();
    }

    /// <summary>The key of an image that a machine has; null when it has none such.</summary>
    public static async Task<string?> KeyAsync(BuildahStore machine, string name) =>
        (await machine.Engine.FindAsync(ImageReference.Parse(name), CancellationToken.None))?.Labels[ImageLabels.Key];

    private static async Task ShAsync(UserTree tree, string script) => (await tree.RunInAsync(tree.Path, ["sh", "-euc", script])).Succeeded();

    private async Task<UserResult> RunAsync(BuildahStore machine, string where, string script, params (string Name, string? Value)[] more)
    {
        using var run = UserRun.Start(where, variables.SetItems(machine.Variables).SetItems(more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))), "sh", "-euc", script);
        return (await run.EndAsync()).Succeeded();
    }
}
