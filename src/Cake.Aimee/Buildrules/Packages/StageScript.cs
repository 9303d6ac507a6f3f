using System.Text;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>The whole shell text that a stage runs: the body with what it counts on before it.</summary>
public static class StageScript
{
    /// <summary>Puts together what a stage of a package runs.</summary>
    /// <param name="package">The package.</param>
    /// <param name="body">The stage's body.</param>
    /// <returns>
    /// POSIX shell. YAML bodies come after <c>set -eu</c> and the rules' functions; shell rules are loaded again, as
    /// <c>set -e</c>, and count on the variables of <see cref="ShellEnvironment"/>.
    /// </returns>
    public static string Of(Package package, StageBody body)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(body);
        if (package.Format == RulesFormat.Shell)
        {
            return Of(package) + body.Text;
        }

        var script = new StringBuilder("set -eu\n");
        foreach (var (name, function) in package.Functions)
        {
            script.Append(name).Append("() {\n").Append(function.Text.TrimEnd('\n')).Append("\n}\n");
        }

        return script.Append(body.Text).ToString();
    }

    /// <summary>The loading of shell rules: which <c>.buildrules</c> are shell is known from the package's files.</summary>
    private static string Of(Package package)
    {
        var layers = package.RulesFiles[..^1];
        var category = $"{Path.GetDirectoryName(Path.GetDirectoryName(package.RulesFiles[^1]))}/.buildrules";
        return $"""
            {ShellLibrary.Text}{ShellLibrary.DefaultStages}
            AIMEE_TREE_RULES={(layers.Any(file => file != category) ? "1" : "")}
            AIMEE_CATEGORY_RULES={(layers.Contains(category) ? ShellWord.Quote(package.Category) : "")}
            aimee_load {ShellWord.Quote(package.Category)} {ShellWord.Quote(package.Name)}
            set -e

            """;
    }
}
