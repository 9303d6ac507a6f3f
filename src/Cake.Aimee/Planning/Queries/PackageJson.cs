using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cake.Aimee.Buildrules.Packages;

namespace Cake.Aimee.Planning.Queries;

/// <summary>Packages as JSON, for programs.</summary>
public static class PackageJson
{
    /// <summary>Writes a list of packages: an array, an object for each.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="output">Where to write.</param>
    public static void WriteList(IEnumerable<Package> packages, TextWriter output) => Write(output, writer =>
    {
        writer.WriteStartArray();
        foreach (var package in packages)
        {
            writer.WriteStartObject();
            WriteHead(writer, package);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Writes all that is known of a package: an object.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="output">Where to write.</param>
    public static void WriteFacts(PackageFacts facts, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Write(output, writer =>
        {
            var package = facts.Package;
            writer.WriteStartObject();
            WriteHead(writer, package);
            writer.WriteString("homepage", package.Homepage);
            writer.WriteString("build", package.Build);
            writer.WriteString("directory", package.Directory);
            WriteTexts(writer, "rulesFiles", package.RulesFiles);
            WriteSources(writer, package);
            WriteTexts(writer, "patches", package.Patches.Select(patch => patch.FileName));
            WriteTexts(writer, "files", package.Files.Select(file => file.FileName));
            writer.WriteStartObject("depends");
            WriteTexts(writer, "build", package.Depends.Build.Select(dependency => dependency.Package));
            WriteTexts(writer, "run", package.Depends.Run.Select(dependency => dependency.Package));
            WriteTexts(writer, "host", package.Depends.Host.Select(dependency => dependency.Package));
            WriteTexts(writer, "allBuild", facts.AllBuildDependencies);
            WriteTexts(writer, "allRun", facts.AllRunDependencies);
            writer.WriteEndObject();
            WriteTexts(writer, "neededBy", facts.NeededBy);
            WriteTexts(writer, "allNeededBy", facts.AllNeededBy);
            WriteTexts(writer, "splits", package.Splits.Keys.Select(split => $"{package.Id}-{split}"));
            WriteTexts(writer, "stages", facts.Stages);
            writer.WriteStartObject("variables");
            foreach (var (name, value) in facts.Variables)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static void WriteHead(Utf8JsonWriter writer, Package package)
    {
        writer.WriteString("package", package.Id);
        writer.WriteString("version", package.Version);
        writer.WriteString("release", package.Release);
        writer.WriteString("description", package.Description);
        writer.WriteString("license", package.License);
        writer.WriteString("rules", package.Format == RulesFormat.Yaml ? "yaml" : "shell");
    }

    private static void WriteSources(Utf8JsonWriter writer, Package package)
    {
        writer.WriteStartArray("sources");
        foreach (var source in package.Sources)
        {
            writer.WriteStartObject();
            writer.WriteString("uri", source.Uri);
            writer.WriteString("archive", source.Archive);
            writer.WriteString("sha256", source.Sha256);
            writer.WriteString("sha512", source.Sha512);
            writer.WriteString("commit", source.Commit);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            write(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
