using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>Rules that are written in YAML: a map.</summary>
internal static class YamlRules
{
    public static YamlMapping? Parse(string text, string file, DiagnosticBag diagnostics)
    {
        var root = YamlDocument.Parse(text, file, diagnostics);
        if (root is null or YamlMapping)
        {
            return root as YamlMapping;
        }

        diagnostics.Error(
            DiagnosticCodes.WrongType, root.Location, $"Rules must be a map, and this is {root.Kind}.", "Write 'key: value' lines.");
        return null;
    }
}
