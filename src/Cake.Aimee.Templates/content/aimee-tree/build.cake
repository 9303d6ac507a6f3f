#addin nuget:?package=Cake.Aimee&version=AIMEE_VERSION

using Cake.Aimee.Dsl;

Task("Default")
    .Description("Builds all packages.")
    .IsDependentOn("all:package");

// A task of our own before a stage: the release's name is written when core/release is about to be unpacked.
Task("Name")
    .Description("Writes what this system is called.")
    .IsDependeeOf("core/release:fetch")
    .Does(() => System.IO.File.WriteAllText(
        "packages/core/release/source/os-release",
        $"NAME=\"{Argument("name", "AIMEE-TREE-NAME")}\"\nVERSION_ID=1\n"));

// And one after a stage.
Task("Report")
    .Description("Tells what has been built.")
    .IsDependentOn("all:package")
    .Does(() =>
    {
        foreach (var archive in GetFiles("artifacts/**/*.tar.zst"))
        {
            Information(Context.Environment.WorkingDirectory.GetRelativePath(archive));
        }
    });

AimeeTasks();

RunTargets(Arguments("target", "Default"));
