using Cake.Aimee.Build;
using Cake.Aimee.Dsl;
using Cake.Aimee.Frosting;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

// The host alone says 1 for every task that failed; a failed task's own exit code is passed on.
var exitCode = new FailureExitCode();
return exitCode.Or(new CakeHost()
    .ConfigureServices(services => services.AddSingleton(exitCode))
    .AddAssembly(typeof(AimeeContext).Assembly)
    .UseContext<BuildContext>()
    .UseWorkingDirectory(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..")))
    .UseModule<AimeeModule>()
    .Run(args));
