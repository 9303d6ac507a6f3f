using Cake.Aimee.Dsl;
using Cake.Core;

namespace Cake.Aimee.Tests.Dsl;

/// <summary>Which stages become tasks of Cake's.</summary>
[TestFixture(typeof(CakeEngine))]
[TestFixture(typeof(IndexedEngine))]
internal sealed class StageTaskTests(Type engine)
{
    private static readonly string[] App =
    [
        "core/app:fetch", "core/libc:fetch", "core/libc:prep", "core/libc:compile", "core/libc:package", "core/libc:install",
        "core/app:prep", "core/app:compile",
    ];

    private StageTrial? trial;

    [TearDown]
    public void Remove()
    {
        trial?.Dispose();
        trial = null;
    }

    [Test]
    public void A_target_brings_itself_and_what_it_needs()
    {
        Register("--target=core/app:compile");
        Assert.That(Stages(), Is.EqualTo(App));
        Assert.That(Dependencies("core/app:prep"), Is.EqualTo(["core/app:fetch", "core/libc:install"]));
    }

    [Test]
    public void Without_such_a_target_the_tree_is_not_read()
    {
        var script = Script("--target=List");
        script.Tree.Write("packages/core/bad/Buildrules", "nonsense: 1\n");
        script.Context.AimeeTasks();
        Assert.That(Stages(), Is.Empty);
    }

    [Test]
    public void A_bare_package_is_its_package_stage()
    {
        Register("--target=core/libc");
        Assert.That(Stages(), Is.EqualTo(["core/libc:fetch", "core/libc:prep", "core/libc:compile", "core/libc:package", "core/libc"]));
        Assert.That(Dependencies("core/libc"), Is.EqualTo(["core/libc:package"]));
    }

    [TestCase("core/all:fetch")]
    [TestCase("all:fetch")]
    [TestCase("*/*:fetch")]
    public void A_name_that_means_several_depends_on_all(string target)
    {
        Register($"--target={target}");
        Assert.That(Stages(), Is.EqualTo(["core/app:fetch", "core/libc:fetch", target]));
        Assert.That(Dependencies(target), Is.EqualTo(["core/app:fetch", "core/libc:fetch"]));
    }

    [Test]
    public void Several_targets_share_what_they_need()
    {
        Register("--target=core/libc:prep", "--target=core/app:fetch", "--target=core/libc:prep");
        Assert.That(Stages(), Is.EquivalentTo(["core/libc:fetch", "core/libc:prep", "core/app:fetch"]));
    }

    [Test]
    public void Names_are_found_in_any_case()
    {
        Register("--target=Core/Libc:FETCH");
        Assert.That(Stages(), Is.EqualTo(["core/libc:fetch"]));
    }

    [Test]
    public void Stages_that_tasks_name_are_registered_with_what_they_need()
    {
        var script = Script("--target=After");
        script.Task("After").IsDependentOn("core/libc:prep");
        script.Task("Before").IsDependeeOf("core/app:fetch");
        script.Context.AimeeTasks();
        Assert.That(Stages(), Is.EquivalentTo(["core/libc:fetch", "core/libc:prep", "core/app:fetch"]));
    }

    [Test]
    public void Stages_that_tasks_name_are_found_by_Cake_though_the_tree_is_not_read()
    {
        var script = Script("--target=Lint");
        script.Task("After").IsDependentOn("core/libc:prep");
        script.Tree.Write("packages/core/bad/Buildrules", "nonsense: 1\n");
        script.Context.AimeeTasks();
        Assert.That(Stages(), Is.EqualTo(["core/libc:prep"]));
    }

    [Test]
    public void A_name_that_is_taken_is_left()
    {
        var script = Script("--target=core/libc:prep");
        script.Task("CORE/libc:fetch").Description("the script's own");
        script.Context.AimeeTasks();
        Assert.That(Stages(), Is.EqualTo(["CORE/libc:fetch", "core/libc:prep"]));
        Assert.That(script.Engine.Tasks.Single(task => task.Name == "CORE/libc:fetch").Description, Is.EqualTo("the script's own"));
    }

    [Test]
    public void Registering_again_changes_nothing()
    {
        Register("--target=core/app:compile");
        var before = Stages();
        trial!.Context.AimeeTasks();
        Assert.That(Stages(), Is.EqualTo(before));
        Assert.That(Dependencies("core/app:prep"), Is.Unique);
    }

    [Test]
    public void A_stage_that_is_registered_earlier_gets_its_dependencies_later()
    {
        var script = Script("--target=core/libc:compile");
        script.Task("First");
        var builder = script.Context.AimeeStage("core/libc:prep").IsDependentOn("First").WithCriteria(true);
        script.Context.AimeeTasks();
        Assert.That(Dependencies("core/libc:prep"), Is.EqualTo(["First", "core/libc:fetch"]));
        Assert.That(script.Context.AimeeStage("core/libc:prep").Task, Is.SameAs(builder.Task));
        Assert.That(script.Context.AimeeStage("core/libc").Task.Name, Is.EqualTo("core/libc:package"));
    }

    [Test]
    public void AimeeStage_refuses_a_name_of_the_scripts_own()
    {
        Script().Task("core/libc:prep");
        Assert.That(() => trial!.Context.AimeeStage("core/libc:prep"), Throws.TypeOf<CakeException>().With.Message.Contains("core/libc:prep"));
    }

    [Test]
    public void Every_stage_has_a_description()
    {
        Register("--target=core/all:install", "--target=core/libc:distclean");
        Assert.That(trial!.Engine.Tasks.Where(task => task.Name.Contains('/')).Select(task => task.Description), Has.All.Not.Empty);
    }

    [Test]
    public void In_a_packages_directory_a_bare_stage_is_that_packages()
    {
        var script = Script("--target=prep");
        script.Environment.Variables["PWD"] = script.Tree.Path + "/packages/core/libc";
        script.Context.AimeeTasks();
        Assert.That(Dependencies("prep"), Is.EqualTo(["core/libc:prep"]));
    }

    [Test]
    public void In_a_categorys_directory_a_bare_stage_is_that_of_all_its_packages()
    {
        var script = Script("--target=prep");
        script.Environment.Variables["PWD"] = script.Tree.Path + "/packages/core";
        script.Context.AimeeTasks();
        Assert.That(Dependencies("prep"), Is.EqualTo(["core/app:prep", "core/libc:prep"]));
    }

    [Test]
    public void Elsewhere_a_bare_stage_is_that_of_the_named_package_or_is_asked_about()
    {
        Register("--target=prep", "--package=core/libc");
        Assert.That(Dependencies("prep"), Is.EqualTo(["core/libc:prep"]));
        Remove();

        Register("--target=prep");
        Assert.That(Stages(), Is.Empty);
        if (engine == typeof(CakeEngine))
        {
            Assert.That(trial!.Log.Lines, Has.Some.StartsWith("'prep' is a stage. Name a package with it"));
        }
    }

    [TestCase("core/lib:prep", "There is no 'core/lib:prep' in the tree. Did you mean 'core/libc:prep'?")]
    [TestCase("app", null)]
    [TestCase("corn/app", "There is no 'corn/app' in the tree. Did you mean 'core/app'?")]
    [TestCase("core/app:comple", "There is no 'core/app:comple' in the tree. Did you mean 'compile'?")]
    public void A_target_that_is_nothing_names_what_is_near(string target, string? message)
    {
        var script = Script($"--target={target}");
        Assert.That(
            () => script.Context.AimeeTasks(),
            message is null ? Throws.Nothing : Throws.TypeOf<CakeException>().With.Message.EqualTo($"error AIM0102: {message}"));
    }

    [Test]
    public void All_that_is_named_wrongly_is_told_at_once()
    {
        var script = Script("--target=core/lib:prep");
        script.Task("Mine").IsDependentOn("core/ap:fetch");
        Assert.That(
            () => script.Context.AimeeTasks(),
            Throws.TypeOf<CakeException>().With.Message.Contains("'core/lib:prep'").And.Message.Contains("Task 'Mine' names 'core/ap:fetch', which is not in the tree. Did you mean 'core/app:fetch'?"));
    }

    [Test]
    public void A_tree_with_faults_tells_all_of_them()
    {
        var script = Script("--target=core/app:prep");
        script.Tree.Write("packages/core/one/Buildrules", "nonsense: 1\n");
        script.Tree.Write("packages/core/two/Buildrules", StageTrial.Rules("core/none"));
        Assert.That(
            () => script.Context.AimeeTasks(),
            Throws.TypeOf<CakeException>().With.Message.Contains("core/one/Buildrules:1:1: error").And.Message.Contains("core/none"));
    }

    [Test]
    public void A_stage_outside_of_any_tree_is_refused()
    {
        var script = Script("--target=core/app:prep");
        Directory.Delete(Path.Combine(script.Tree.Path, ".builder"), recursive: true);
        Assert.That(
            () => script.Context.AimeeTasks(),
            Throws.TypeOf<CakeException>().With.Message.StartsWith("There is no task 'core/app:prep', and no build tree whose stage it could be."));
    }

    [Test]
    public void So_many_packages_are_joined_in_bulk_and_what_the_script_names_is_not()
    {
        var script = Script("--target=all:fetch");
        for (var number = 0; number < StageRegistration.MostTasks; number++)
        {
            script.Tree.Write($"packages/many/p{number}/Buildrules", StageTrial.Rules());
        }

        script.Task("Before").IsDependeeOf("core/libc:fetch");
        script.Context.AimeeTasks();
        Assert.That(Stages(), Is.EquivalentTo(["all:fetch", "core/libc:fetch"]));
        Assert.That(Dependencies("all:fetch"), Is.EqualTo(["core/libc:fetch"]));
    }

    [Test]
    public void Stages_can_be_added()
    {
        var script = Script("--target=core/libc:notice");
        script.Context.AimeeTasks(new AimeeSettings().AddStage("notice", "fetch", "writes the licence down", (_, _) => Task.CompletedTask));
        Assert.That(Stages(), Is.EqualTo(["core/libc:fetch", "core/libc:notice"]));
        Assert.That(script.Engine.Tasks[^1].Description, Is.EqualTo("A package (writes the licence down)"));
    }

    [TestCase("compile", "fetch", "there is a stage of that name")]
    [TestCase("a b", "fetch", "a name starts with a letter or digit")]
    [TestCase("notice", "compil", "there is no stage 'compil' that it could come after. Did you mean 'compile'?")]
    [TestCase("notice", "notice", "it would come after itself")]
    public void Stages_that_can_not_be_are_refused(string name, string after, string fault)
    {
        var script = Script("--target=core/libc:fetch");
        var settings = new AimeeSettings().AddStage(name, after, "", (_, _) => Task.CompletedTask);
        Assert.That(
            () => script.Context.AimeeTasks(settings),
            Throws.TypeOf<CakeException>().With.Message.StartsWith($"The stage '{name}' can not be added: {fault}"));
    }

    [Test]
    public void What_a_run_needs_is_known_before_it()
    {
        var script = Script();
        script.Task("Default").IsDependentOn("CrossImage");
        script.Context.AimeeTasks();
        var tasks = AimeeRuntime.Of(script.Context).TreeTasks(script.Engine);
        Assert.That((tasks.Reaches("CrossImage"), tasks.Reaches("stage3image"), tasks.Reaches("BuildImage")), Is.EqualTo((true, true, false)));
    }

    private StageTrial Script(params string[] arguments) => trial = new StageTrial(engine, arguments);

    private void Register(params string[] arguments) => Script(arguments).Context.AimeeTasks();

    private IReadOnlyList<string> Stages() =>
        [.. trial!.Engine.Tasks.Select(task => task.Name).Where(name => name.Contains('/') || name.Contains(':') || name == "prep")];

    private IEnumerable<string> Dependencies(string name) =>
        trial!.Engine.Tasks.Single(task => task.Name == name).Dependencies.Select(dependency => dependency.Name);
}
