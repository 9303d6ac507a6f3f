using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>The rules below a package's own: the tree's <c>.buildrules</c>, and the category's over it.</summary>
/// <param name="Yaml">What YAML packages are laid over; null for nothing.</param>
/// <param name="Files">The files, relative to the top, with whose they are and what each is written in.</param>
internal sealed record RulesLayers(YamlMapping? Yaml, ImmutableArray<(string File, bool IsTree, RulesFormat Format)> Files)
{
    public const string FileName = ".buildrules";

    public static RulesLayers Empty { get; } = new(null, []);

    /// <summary>The files that rules of a format are laid over.</summary>
    public ImmutableArray<string> FilesOf(RulesFormat format) =>
        [.. Files.Where(file => file.Format == format).Select(file => file.File)];

    /// <summary>Whether the tree's own file is there, in a format.</summary>
    public bool HasTreeRules(RulesFormat format) => Files.Any(file => file.IsTree && file.Format == format);

    /// <summary>Whether the category's own file is there, in a format.</summary>
    public bool HasCategoryRules(RulesFormat format) => Files.Any(file => !file.IsTree && file.Format == format);

    /// <summary>Lays a directory's <c>.buildrules</c> over these, when there is one.</summary>
    public RulesLayers With(
        string directory,
        string displayName,
        bool isTree,
        YamlPackageReader reader,
        Func<string, string, DiagnosticBag, string?> readText,
        DiagnosticBag diagnostics)
    {
        var file = $"{displayName}/{FileName}";
        var text = readText(Path.Combine(directory, FileName), file, diagnostics);
        if (text is null)
        {
            return this;
        }

        if (RulesText.FormatOf(text) == RulesFormat.Shell)
        {
            return this with { Files = Files.Add((file, isTree, RulesFormat.Shell)) };
        }

        if (YamlRules.Parse(text, file, diagnostics) is not { } mapping)
        {
            return this;
        }

        reader.CheckLayer(mapping, diagnostics);
        return new RulesLayers(YamlLayers.Merge(Yaml, mapping, diagnostics), Files.Add((file, isTree, RulesFormat.Yaml)));
    }
}
