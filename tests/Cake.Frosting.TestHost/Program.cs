using Cake.Frosting;
using Cake.Frosting.TestHost;

return CakeHost.Create()
    .UseContext<GreetingContext>()
    .Run(args);
