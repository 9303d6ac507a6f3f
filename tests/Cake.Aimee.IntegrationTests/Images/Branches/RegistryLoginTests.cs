using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>Logins: from the environment or a file, never in a message or in the process list.</summary>
[TestFixture("buildah")]
[TestFixture("docker", Category = "Slow")]
internal sealed class RegistryLoginTests(string engine) : BranchFixture(engine)
{
    private const string Base = "branches/build/base";

    protected override string Password => "open sesame, 7";

    [TestCase(null), TestCase("yesterday's")]
    public async Task A_login_that_is_missing_or_has_expired_is_told_of_before_anything_is_made(string? password)
    {
        var tree = await CloneAsync("base/main");
        if (password is not null)
        {
            LogIn(tree, password);
        }

        var said = await tree.RefusedAsync("--push");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Does.StartWith($"Asking for {Registry.Address}/{Base}:main: {Registry.Address} refuses the login: "));
            Assert.That(said, Does.Contain(password is null
                ? "It was taken from the programs' own files (~/.docker/config.json, containers/auth.json); it may be wrong, or have expired."
                : "It was taken from AIMEE_REGISTRY_USER and AIMEE_REGISTRY_PASSWORD; it may be wrong, or have expired."));
            Assert.That(said, Does.Contain($"skopeo login {Registry.Address}").And.Not.Contain(password ?? "\0"));
            Assert.That(await ImagesAsync(), Is.Empty);
            Assert.That(Registry.Tags(Base), Is.Empty);
        }
    }

    [Test]
    public async Task A_login_of_the_environment_is_in_a_file_for_this_user_alone_as_long_as_it_is_needed()
    {
        var seen = new List<string>();
        var modes = new List<UnixFileMode>();
        await using var proxy = new CuttingProxy(Registry.Address)
        {
            OnRequest = _ =>
            {
                seen.AddRange(RunningPrograms.CommandLines());
                modes.AddRange(Logins().Select(directory => File.GetUnixFileMode(Path.Combine(directory, "config.json"))));
                return Task.CompletedTask;
            },
        };
        var before = Logins();
        var tree = await CloneAsync("base/main", proxy.Address);
        LogIn(tree, Password);
        await tree.BranchImageAsync("--push");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Registry.Tags(Base), Is.EqualTo(new[] { "latest", "main" }));
            Assert.That(seen, Has.Some.Contains("skopeo inspect").And.None.Contains(Password).And.None.Contains(Encoded));
            Assert.That(modes, Is.Not.Empty.And.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That(Logins(), Is.EqualTo(before), "it is gone");
        }
    }

    [Test]
    public async Task A_login_of_the_file_that_containers_tools_are_told_of_serves_both_engines()
    {
        var tree = await CloneAsync("base/main");
        var file = Path.Combine(tree.Path, ".git", "auth.json");
        await new ProcessRunner().RunCheckedAsync(
            ProcessRequest.Of("skopeo", "login", "--tls-verify=false", "--authfile", file, "--username", RegistryServer.User, "--password", Password, Registry.Address), CancellationToken.None);
        tree.Variables["REGISTRY_AUTH_FILE"] = file;
        await tree.BranchImageAsync("--push");
        Assert.That(Registry.Tags(Base), Is.EqualTo(new[] { "latest", "main" }));
    }

    [Test]
    public async Task Half_a_login_and_a_file_that_is_not_there_are_named()
    {
        var tree = await CloneAsync("base/main");
        tree.Variables["AIMEE_REGISTRY_USER"] = "me";
        Assert.That(await tree.RefusedAsync("--push"), Is.EqualTo(
            "AIMEE_REGISTRY_PASSWORD is missing: AIMEE_REGISTRY_USER and AIMEE_REGISTRY_PASSWORD are a login together."));
        tree.Variables.Clear();
        tree.Variables["REGISTRY_AUTH_FILE"] = "/nowhere/auth.json";
        Assert.That(await tree.RefusedAsync("--push"), Does.StartWith("REGISTRY_AUTH_FILE names /nowhere/auth.json, and there is no such file."));
    }

    private string Encoded => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{RegistryServer.User}:{Password}"));

    private static string[] Logins() => Directory.GetDirectories(Path.GetTempPath(), "aimee-login-*");

    private static void LogIn(BranchTree tree, string password) =>
        (tree.Variables["AIMEE_REGISTRY_USER"], tree.Variables["AIMEE_REGISTRY_PASSWORD"]) = (RegistryServer.User, password);
}
