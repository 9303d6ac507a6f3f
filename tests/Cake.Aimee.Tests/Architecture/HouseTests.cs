using System.Runtime.CompilerServices;

namespace Cake.Aimee.Tests.Architecture;

internal sealed class HouseTests
{
    [Test]
    public void The_add_in_keeps_the_rules_of_the_house()
    {
        var files = Sources();
        Assert.That(files, Is.Not.Empty);
        Assert.That(string.Join('\n', House.Faults(files)), Is.Empty);
    }

    [Test]
    public void Every_folder_is_a_room() =>
        Assert.That(Sources().Select(file => file.Room).Distinct(), Is.SubsetOf(House.Rooms));

    [TestCase("Tree/A.cs", "namespace Cake.Aimee.Tree; using Cake.Aimee.Planning;", "Tree/A.cs uses Planning, which is above Tree.")]
    [TestCase("Tree/A.cs", "namespace Cake.Aimee.Tree; class A : Planning.Plan;", "Tree/A.cs uses Planning, which is above Tree.")]
    [TestCase("Tree/A.cs", "namespace Cake.Aimee.Tree; class A { Cake.Aimee.Dsl.X x; }", "Tree/A.cs uses Dsl, which is above Tree.")]
    [TestCase("Oci/A.cs", "namespace Cake.Aimee.Oci;\nusing Cake.Core.IO;", "Oci/A.cs names Cake.Core: only Dsl knows Cake.")]
    [TestCase("Oci/A.cs", "namespace Cake.Aimee.Oci;\nclass A { Spectre.Console.Color c; }", "Oci/A.cs names Spectre.Console: only Dsl knows Cake.")]
    [TestCase("Oci/A.cs", "namespace Cake.Aimee.Archives;", "Oci/A.cs has the namespace Cake.Aimee.Archives, not Cake.Aimee.Oci.")]
    [TestCase("Tools/A.cs", "namespace Cake.Aimee.Tools;", "Tools/A.cs stands in no room.")]
    [TestCase("Tree/A.cs", "namespace Cake.Aimee.Tree; using Cake.Aimee.Diagnostics;", "")]
    [TestCase("Tree/A.cs", "namespace Cake.Aimee.Tree; class A { int x = Planning.Count; int y = a.Planning.Plan; }", "")]
    [TestCase("Tree/A.cs", "namespace Cake.Aimee.Tree;\n// as Cake.Aimee.Planning does, and Cake.Core\nclass A;", "")]
    [TestCase("Dsl/A.cs", "namespace Cake.Aimee.Dsl;\nusing Cake.Core;\nusing Spectre.Console;", "")]
    public void A_broken_rule_is_said(string path, string text, string expected) => Assert.That(
        string.Join('\n', House.Faults([new(path, text), new("Planning/Plan.cs", "namespace Cake.Aimee.Planning;\npublic sealed record Plan;")])),
        Is.EqualTo(expected));

    [Test]
    public void Two_rooms_that_use_each_other_are_said() => Assert.That(
        House.Faults([new("Git/A.cs", "namespace Cake.Aimee.Git; using Cake.Aimee.Sources;"), new("Sources/B.cs", "namespace Cake.Aimee.Sources; using Cake.Aimee.Git;")]),
        Is.EqualTo(["Git/A.cs uses Sources, which is above Git."]));

    [Test]
    public void A_long_file_is_named() => Assert.That(
        House.Faults([new("Git/A.cs", "namespace Cake.Aimee.Git;" + new string('\n', 351))]),
        Is.EqualTo(["Git/A.cs has 351 lines, more than 350: give some of it a file of its own."]));

    private static List<SourceFile> Sources([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Cake.Aimee"));
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file))
                .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
                .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path)))),
        ];
    }
}
