using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Planning;
using Cake.Aimee.Planning.Keys;
using Cake.Aimee.Tree;

namespace Cake.Aimee.Tests.Planning.Keys;

internal sealed class StageKeyTests
{
    private const string Host = "x86_64-unknown-linux-gnu";

    [Test]
    public void A_key_is_the_same_wherever_the_tree_is()
    {
        var here = Key(top: "/home/one/tree", package: Zlib with { Compile = new("cp /home/one/tree/scripts/x $D") });
        var there = Key(top: "/srv/two", package: Zlib with { Compile = new("cp /srv/two/scripts/x $D") });
        Assert.That(there.Value, Is.EqualTo(here.Value));
    }

    [TestCase("-j4", "-j64")]
    [TestCase("V=1 -j 4", "V=1")]
    [TestCase("--jobs=3 V=1", "V=1")]
    public void How_many_jobs_run_is_in_no_key(string one, string other) => Assert.That(
        Key(variables: [("MAKE_OPTS", new() { Text = one })]).Value, Is.EqualTo(Key(variables: [("MAKE_OPTS", new() { Text = other })]).Value));

    [Test]
    public void The_value_of_a_secret_is_in_no_key_and_other_values_of_the_caller_are()
    {
        ImmutableArray<(string, EnvironmentValue)> secret = [("TOKEN", new() { From = "MINE", IsSecret = true })];
        ImmutableArray<(string, EnvironmentValue)> open = [("TOKEN", new() { From = "MINE" })];
        Assert.That(Key(variables: secret, caller: "a").Value, Is.EqualTo(Key(variables: secret, caller: "b").Value));
        Assert.That(Key(variables: open, caller: "a").Value, Is.Not.EqualTo(Key(variables: open, caller: "b").Value));
    }

    [Test]
    public void What_has_changed_is_named()
    {
        var before = Key(variables: [("CFLAGS", new() { Text = "-O1" })]);
        var after = Key(variables: [("CFLAGS", new() { Text = "-O2" })], package: Zlib with { Compile = new("make"), Version = "2" });
        Assert.That(after.ChangesSince(before.Parts), Is.EqualTo(["stage compile", "variable CFLAGS", "version"]));
    }

    [Test]
    public void A_location_of_a_source_that_is_pinned_is_in_no_key()
    {
        var one = Zlib with { Sources = [new() { Uri = "https://a/zlib.tar.gz", Sha256 = new string('a', 64) }] };
        var other = one with { Sources = [new() { Uri = "https://b/zlib.tar.gz", Sha256 = new string('a', 64) }] };
        var changed = one with { Sources = [new() { Uri = "https://a/zlib.tar.gz", Sha256 = new string('b', 64) }] };
        Assert.That(Key(package: other).Value, Is.EqualTo(Key(package: one).Value));
        Assert.That(Key(package: changed).ChangesSince(Key(package: one).Parts), Is.EqualTo(["source zlib.tar.gz"]));
    }

    private static Package Zlib => new()
    {
        Id = "core/zlib", Category = "core", Name = "zlib", Version = "1", Release = "0", Compile = new("make install"), Format = RulesFormat.Yaml,
    };

    private static StageKey Key(
        string top = "/tree", Package? package = null, ImmutableArray<(string Name, EnvironmentValue Value)> variables = default, string? caller = null)
    {
        var config = new Config
        {
            TopDirectory = top,
            Paths = new TreePaths().Under(top),
            Environment = variables.IsDefault
                ? ImmutableSortedDictionary<string, EnvironmentValue>.Empty
                : variables.ToImmutableSortedDictionary(variable => variable.Name, variable => variable.Value),
        };
        var diagnostics = new DiagnosticBag();
        var graph = StageGraph.Plan(new BuildTree(config, [package ?? Zlib]), Host, [], diagnostics);
        var keys = new StageKeys(new KeyContext(config, Host, new FileDigests([])) { Caller = _ => caller });
        return keys.Compile(graph.FindPackage("core/zlib")!, []);
    }
}
