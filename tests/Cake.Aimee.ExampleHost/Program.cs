using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Dsl;
using Cake.Aimee.ExampleHost;
using Cake.Aimee.Frosting;
using Cake.Aimee.Sources;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

var settings = new AimeeSettings()
    .AddStage("notice", after: "package", "writes down the licence", Notice.RunAsync)
    .AddStage("weigh", after: "compile", "tells how large the install root is", Notice.WeighAsync);
settings.Kinds.Add(new BuildKind("script", "runs the package's own build.sh")
{
    Compile = """sh ./build.sh "$@" """,
});
settings.Sources.Add(new CustomSourceScheme("depot", Depot.FetchAsync));

return new CakeHost()
    .ConfigureServices(services => services.AddSingleton(settings))
    .AddAssembly(typeof(AimeeContext).Assembly)
    .UseContext<AimeeContext>()
    .UseModule<AimeeModule>()
    .Run(args);
