using Cake.Aimee.Build;
using Cake.Aimee.Dsl;
using Cake.Aimee.Frosting;
using Cake.Frosting;

return new CakeHost()
    .AddAssembly(typeof(AimeeContext).Assembly)
    .UseContext<BuildContext>()
    .UseWorkingDirectory(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..")))
    .UseModule<AimeeModule>()
    .Run(args);
