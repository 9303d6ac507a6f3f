using Cake.Aimee.Frosting;
using Cake.Frosting;
using Firmware.Build;

return new CakeHost()
    .AddAssembly(typeof(AimeeContext).Assembly)
    .UseContext<FirmwareContext>()
    .UseModule<AimeeModule>()
    .Run(args);
