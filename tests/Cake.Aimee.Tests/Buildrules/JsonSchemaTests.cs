using System.Runtime.CompilerServices;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Kinds;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Images;

namespace Cake.Aimee.Tests.Buildrules;

/// <summary>The schemas in docs/ are those of the model. When the model changes, AIMEE_ACCEPT=1 writes them anew.</summary>
[TestFixture]
public sealed class JsonSchemaTests
{
    [Test]
    public void The_schema_of_rules_is_that_of_the_model() => Check(JsonSchemas.Buildrules(BuildKinds.All), "buildrules.schema.json");

    [Test]
    public void The_schema_of_configs_is_that_of_the_model() =>
        Check(JsonSchemas.Config([.. ImageSystems.Default.All.Select(system => system.Section).OfType<ConfigSection>()]), "config.schema.json");

    private static void Check(string schema, string name, [CallerFilePath] string here = "")
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/schemas", name));
        if (Environment.GetEnvironmentVariable("AIMEE_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, schema);
        }

        Assert.That(schema, Is.EqualTo(File.Exists(file) ? File.ReadAllText(file) : ""), $"Read docs/schemas/{name}.");
    }
}
