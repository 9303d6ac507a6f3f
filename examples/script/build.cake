#addin nuget:?package=Cake.Aimee&prerelease

using Cake.Aimee.Dsl;

Task("Contents")
    .Does(() =>
    {
        foreach (var package in AimeeTree().Tree.Packages)
        {
            Information($"{package.Id} {package.Version}: {package.Description}");
        }
    });

Task("Default")
    .IsDependentOn("Contents")
    .Does(() =>
    {
        var outcomes = AimeeBuild("core/greeting");
        Information($"{outcomes.Length} stages for {outcomes[^1].Node.Id}");
    });

RunTargets(Arguments("target", "Default"));
