using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Internal;

/// <summary>Registers the host's tasks and lifetimes with Cake's engine.</summary>
internal sealed class EngineSetup(
    ICakeEngine engine,
    IFrostingContext context,
    ICakeLog log,
    IEnumerable<IFrostingTask> tasks,
    IServiceProvider services)
{
    public void Apply()
    {
        foreach (var task in tasks)
        {
            Register(task);
        }

        RegisterLifetime();
        RegisterTaskLifetime();
    }

    private void Register(IFrostingTask task)
    {
        var type = new TaskType(task.GetType());
        if (!type.Context.IsInstanceOfType(context))
        {
            log.Warning(
                "Task '{0}' is left out: it needs the context {1}, and this host's is {2}.",
                type.Name,
                type.Context.FullName,
                context.GetType().FullName);
            return;
        }

        log.Debug("Registering task: {0}", type.Name);
        var builder = engine.RegisterTask(type.Name);
        if (!string.IsNullOrWhiteSpace(type.Description))
        {
            builder.Description(type.Description);
        }

        RegisterMethods(builder, task, type);
        foreach (var dependency in type.Dependencies)
        {
            builder.IsDependentOn(dependency);
        }

        foreach (var dependee in type.Dependees)
        {
            builder.IsDependeeOf(dependee);
        }
    }

    private void RegisterMethods(CakeTaskBuilder builder, IFrostingTask task, TaskType type)
    {
        if (type.OverridesRun)
        {
            builder.Does(task.RunAsync);
        }

        if (type.OverridesShouldRun)
        {
            builder.WithCriteria(task.ShouldRun, task.SkippedMessage);
        }

        if (type.ContinuesOnError)
        {
            builder.ContinueOnError();
        }

        if (type.OverridesOnError)
        {
            builder.OnError(exception => task.OnError(exception, context));
        }

        if (type.OverridesFinally)
        {
            builder.Finally(() => task.Finally(context));
        }
    }

    private void RegisterLifetime()
    {
        if (services.GetService<IFrostingSetup>() is { } setup)
        {
            log.Debug("Registering setup: {0}", setup.GetType().Name);
            engine.RegisterSetupAction(info => setup.Setup(context, info));
        }

        if (services.GetService<IFrostingTeardown>() is { } teardown)
        {
            log.Debug("Registering teardown: {0}", teardown.GetType().Name);
            engine.RegisterTeardownAction(info => teardown.Teardown(context, info));
        }
    }

    private void RegisterTaskLifetime()
    {
        if (services.GetService<IFrostingTaskSetup>() is { } setup)
        {
            log.Debug("Registering task setup: {0}", setup.GetType().Name);
            engine.RegisterTaskSetupAction(info => setup.Setup(context, info));
        }

        if (services.GetService<IFrostingTaskTeardown>() is { } teardown)
        {
            log.Debug("Registering task teardown: {0}", teardown.GetType().Name);
            engine.RegisterTaskTeardownAction(info => teardown.Teardown(context, info));
        }
    }
}
