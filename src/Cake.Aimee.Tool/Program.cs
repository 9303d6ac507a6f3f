using Cake.Aimee.Dsl;
using Cake.Aimee.Frosting;
using Cake.Aimee.Tool;
using Cake.Aimee.Tool.Completion;
using Cake.Cli;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;

if (args is [CompletionCommand.Name, ..])
{
    return await CompletionCommand.RunAsync(args[1..], Console.Out, Console.Error).ConfigureAwait(false);
}

// The host alone says 1 for every task that failed; a failed task's own exit code is passed on.
var exitCode = new FailureExitCode();
return exitCode.Or(new CakeHost()
    .ConfigureServices(services => services
        .AddSingleton(exitCode)
        .AddSingleton<IVersionResolver, ToolVersion>())
    .AddAssembly(typeof(AimeeContext).Assembly)
    .UseContext<AimeeContext>()
    .UseModule<AimeeModule>()
    // Nothing was asked for: tell what there is.
    .Run(args is [] ? ["--description"] : args));
