using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Frosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Tests;

public sealed class ToolTests
{
    private static readonly Uri Hammer = new("shed:?package=hammer");

    private HostRun run = null!;

    [SetUp]
    public void Make() => run = new HostRun().With<Default>();

    [TearDown]
    public void Dispose() => run.Dispose();

    [Test]
    public void A_tool_is_installed_before_the_first_task_and_found_by_it([Values] bool throughServices)
    {
        _ = throughServices
            ? run.Host.ConfigureServices(services => services.UsePackageInstaller<Shed>().UseTool(Hammer))
            : run.Host.UsePackageInstaller<Shed>().InstallTool(Hammer);

        var result = run.Run();

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Events, Is.EqualTo(new[] { "install hammer in tools", "found tools/hammer" }));
    }

    [Test]
    public void The_directory_for_tools_can_be_set([Values] bool throughServices)
    {
        run.Host.UsePackageInstaller<Shed>().InstallTool(Hammer);
        _ = throughServices
            ? run.Host.ConfigureServices(services => services.UseToolPath("shelf"))
            : run.Host.SetToolPath("shelf");

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "install hammer in shelf", "found shelf/hammer" }));
    }

    [Test]
    public void A_scheme_that_nobody_takes_is_an_error_and_no_task_runs()
    {
        run.Host.InstallTool(Hammer);

        var result = run.Run();

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("shed:?package=hammer").And.Contain("the scheme 'shed'"));
        Assert.That(result.Events, Is.Empty);
    }

    [Test]
    public void A_package_without_a_tool_is_an_error()
    {
        run.Host.UsePackageInstaller<Shed>().InstallTool(new Uri("shed:?package=nothing"));

        var result = run.Run();

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("shed:?package=nothing").And.Contain("was not installed"));
    }

    [Test]
    public void An_installer_of_tools_of_ones_own_is_asked_instead()
    {
        run.Host.InstallTool(Hammer).ConfigureServices(services => services.AddSingleton<IToolInstaller, Noting>());

        Assert.That(run.Run().Events, Is.EqualTo(new[] { "noted hammer", "not found" }));
    }

    private sealed class Default(Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            var hammer = context.Tools.Resolve("hammer");
            journal.Note(hammer is null
                ? "not found"
                : "found " + context.Environment.WorkingDirectory.GetRelativePath(hammer));
        }
    }

    private sealed class Shed(Journal journal, IFileSystem files, ICakeEnvironment environment) : IPackageInstaller
    {
        public bool CanInstall(PackageReference package, PackageType type) =>
            package.Scheme == "shed" && type == PackageType.Tool;

        public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path)
        {
            if (package.Package == "nothing")
            {
                return [];
            }

            path = path.MakeAbsolute(environment);
            journal.Note($"install {package.Package} in {path.GetDirectoryName()}");
            Directory.CreateDirectory(path.FullPath);
            var file = path.CombineWithFilePath(package.Package);
            File.WriteAllText(file.FullPath, "#!/bin/sh\n");
            return [files.GetFile(file)];
        }
    }

    private sealed class Noting(Journal journal) : IToolInstaller
    {
        public void Install(PackageReference tool) => journal.Note("noted " + tool.Package);
    }
}
