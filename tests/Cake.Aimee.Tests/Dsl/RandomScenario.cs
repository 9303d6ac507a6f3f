using Cake.Core;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>A build that a seed makes up: mostly sound, now and then wrong in one of the many ways there are.</summary>
internal sealed class RandomScenario(int seed)
{
    private const int MostTasks = 9;

    /// <summary>What to run; the same for the same seed.</summary>
    public ExecutionSettings Settings()
    {
        var random = new Random(seed);
        var count = random.Next(10) < 6 ? 1 : random.Next(2, 4);
        var settings = new ExecutionSettings().SetTargets(
            Enumerable.Range(0, count).Select(_ => Name(random, random.Next(random.Next(20) == 0 ? MostTasks + 1 : 4))));
        if (random.Next(6) == 0)
        {
            settings.UseExclusiveTarget();
        }

        return settings.UseUnifiedDependencyGraphForMultipleTargets(random.Next(3) > 0);
    }

    /// <summary>Registers the tasks and actions; the same for the same seed.</summary>
    public void Arrange(EngineTrial trial)
    {
        var random = new Random(seed * 7919);
        var count = random.Next(4, MostTasks + 1);
        foreach (var number in Enumerable.Range(0, count).OrderBy(_ => random.Next()).ToList())
        {
            Add(trial, random, number, count);
        }

        AddRunActions(trial, random);
        AddTaskActions(trial, random);
        if (random.Next(10) == 0)
        {
            trial.Engine.AfterTaskSetup += (_, _) => throw new ScenarioException("a listener");
            trial.Engine.BeforeTeardown += (_, _) => throw new ScenarioException("a listener");
        }
    }

    /// <summary>Now in one case, now in the other: to Cake they are one name.</summary>
    private static string Name(Random random, int number) => (random.Next(2) == 0 ? "task" : "Task") + number;

    private static void Add(EngineTrial trial, Random random, int number, int count)
    {
        var builder = trial.Engine.RegisterTask(Name(random, number));
        Connect(builder, random, number, count);
        var name = builder.Task.Name;
        AddActions(trial, random, builder, name);
        AddHandlers(trial, random, builder, name);
        for (var criteria = random.Next(12) - 9; criteria > 0; criteria--)
        {
            var met = random.Next(3) > 0;
            var message = random.Next(2) == 0 ? null : $"because of {number}";
            builder.WithCriteria(_ => Noted(trial, $"criteria of {name}: {met}") && met, message);
        }
    }

    /// <summary>Mostly upwards, so that most graphs are sound.</summary>
    private static void Connect(CakeTaskBuilder builder, Random random, int number, int count)
    {
        var task = (CakeTask)builder.Task;
        for (var edge = random.Next(4); edge > 0; edge--)
        {
            var other = random.Next(60) switch
            {
                0 => random.Next(number + 1),
                1 => MostTasks + 5,
                _ when number + 1 < count => random.Next(number + 1, count),
                _ => -1,
            };
            if (other >= 0)
            {
                task.Dependencies.Add(new CakeTaskDependency(Name(random, other), required: random.Next(5) > 0));
            }
        }

        if (number > 0 && random.Next(5) == 0)
        {
            task.Dependees.Add(new CakeTaskDependency(Name(random, random.Next(number)), required: random.Next(5) > 0));
        }
    }

    private static void AddActions(EngineTrial trial, Random random, CakeTaskBuilder builder, string name)
    {
        for (var action = random.Next(3); action > 0; action--)
        {
            var what = $"{name} does {action}";
            var fails = random.Next(8) == 0;
            builder = random.Next(3) switch
            {
                0 => builder.Does(() => Do(trial, what, fails)),
                1 => builder.Does(async () =>
                {
                    await Task.Yield();
                    Do(trial, what, fails);
                }),
                _ => builder.DoesForEach(["x", "y"], item => Do(trial, $"{what} for {item}", fails)),
            };
        }

        if (random.Next(5) == 0)
        {
            builder.DeferOnError();
        }
    }

    private static void AddHandlers(EngineTrial trial, Random random, CakeTaskBuilder builder, string name)
    {
        switch (random.Next(6))
        {
            case 0:
                builder.ContinueOnError();
                break;
            case 1:
                var handlerFails = random.Next(3) == 0;
                builder.OnError(failure => Do(trial, $"{name} handles {EngineTrial.Of(failure)}", handlerFails));
                break;
            case 2:
                builder.OnError(failure => throw failure);
                break;
        }

        if (random.Next(4) == 0)
        {
            var reporterFails = random.Next(3) == 0;
            builder.ReportError(failure => Do(trial, $"{name} reports {EngineTrial.Of(failure)}", reporterFails));
        }

        if (random.Next(4) == 0)
        {
            var lastFails = random.Next(5) == 0;
            builder.Finally(() => Do(trial, $"{name} ends", lastFails));
        }
    }

    private static void AddRunActions(EngineTrial trial, Random random)
    {
        for (var setup = random.Next(4) - 1; setup > 0; setup--)
        {
            var what = $"setup {setup}";
            var fails = random.Next(10) == 0;
            trial.Engine.RegisterSetupAction(context => Do(
                trial,
                $"{what} of {context.TargetTask.Name}: {string.Join(' ', context.TasksToExecute.Select(task => task.Name))}",
                fails));
        }

        for (var teardown = random.Next(4) - 1; teardown > 0; teardown--)
        {
            var what = $"teardown {teardown}";
            var fails = random.Next(5) == 0;
            trial.Engine.RegisterTeardownAction(context => Do(
                trial, $"{what}, {context.Successful}, {EngineTrial.Of(context.ThrownException)}", fails));
        }
    }

    private static void AddTaskActions(EngineTrial trial, Random random)
    {
        var failing = Name(random, random.Next(30));
        if (random.Next(3) == 0)
        {
            trial.Engine.RegisterTaskSetupAction(context =>
                Do(trial, $"task setup of {context.Task.Name}", context.Task.Name == failing));
        }

        if (random.Next(3) == 0)
        {
            trial.Engine.RegisterTaskTeardownAction(context =>
                Do(trial, $"task teardown of {EngineTrial.Of(context)}", context.Task.Name == failing));
        }
    }

    private static void Do(EngineTrial trial, string what, bool fails)
    {
        trial.Note(what);
        if (fails)
        {
            throw new ScenarioException(what);
        }
    }

    private static bool Noted(EngineTrial trial, string what)
    {
        trial.Note(what);
        return true;
    }
}
