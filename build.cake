// The same tasks through Cake's script runner: `dotnet cake --target=CrossImage`.
// ./build.sh compiles the add-in that is loaded here.
#r "src/Cake.Aimee/bin/Release/net10.0/Cake.Aimee.dll"

using Cake.Aimee.Dsl;

Task("Default")
    .Description("Makes the build image, with all that comes before it.")
    .IsDependentOn("BuildImage");

AimeeTasks();

RunTargets(Arguments("target", "Default"));
