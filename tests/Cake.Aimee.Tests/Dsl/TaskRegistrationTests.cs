using Cake.Aimee.Dsl;
using Cake.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Aimee.Tests.Dsl;

internal sealed class TaskRegistrationTests
{
    private ServiceProvider services = null!;
    private ICakeEngine engine = null!;

    [SetUp]
    public void MakeEngine()
    {
        services = EngineServices.With(typeof(CakeEngine), new ErrorLog(() => { })).BuildServiceProvider();
        engine = services.GetRequiredService<ICakeEngine>();
    }

    [TearDown]
    public void Remove() => services.Dispose();

    [Test]
    public void All_our_tasks_are_registered_with_description_and_dependencies()
    {
        Register();
        Assert.That(
            engine.Tasks.Select(task => $"{task.Name} <- {string.Join(", ", task.Dependencies.Select(dependency => dependency.Name))}"),
            Is.EqualTo([
                "Doctor <- ", "Setup <- ", "Stage3Image <- Setup", "BaseImage <- Stage3Image", "CrossImage <- BaseImage",
                "BuildImage <- CrossImage", "PushImages <- BuildImage", "BranchImage <- Setup", "ImageBranches <- ",
                "GentooPlan <- ", "Squash <- ", "Flatten <- ", "Layers <- ", "List <- ", "Query <- ", "Graph <- ", "Lint <- ",
                "Checksums <- ", "Outdated <- ", "Explain <- ", "Prune <- ", "Pipeline <- ", "Shell <- "]));
        Assert.That(engine.Tasks.Select(task => task.Description), Has.All.Not.Empty);
    }

    [Test]
    public void Names_that_are_taken_are_left_in_any_case()
    {
        engine.RegisterTask("crossimage").Description("the script's own");
        Register();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(engine.Tasks.Single(task => task.Name.Equals("CrossImage", StringComparison.OrdinalIgnoreCase)).Description, Is.EqualTo("the script's own"));
            Assert.That(engine.Tasks.Single(task => task.Name == "BuildImage").Dependencies.Select(dependency => dependency.Name), Is.EqualTo(["CrossImage"]));
        }
    }

    [Test]
    public void A_second_call_changes_nothing()
    {
        Register();
        var before = engine.Tasks.ToList();
        Register();
        Assert.That(engine.Tasks, Is.EqualTo(before));
    }

    [Test]
    public void Every_task_has_a_name_and_a_description_of_its_own()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AimeeTask.All.Select(task => task.Name), Is.Unique);
            Assert.That(AimeeTask.All.Select(task => task.Description), Is.Unique);
        }
    }

    private void Register() => TaskRegistration.Register(
        engine, new AimeeRuntime(services.GetRequiredService<ICakeContext>(), new AimeeSettings()));
}
