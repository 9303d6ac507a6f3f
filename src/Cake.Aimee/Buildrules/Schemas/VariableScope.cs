using System.Collections.Immutable;
using System.Text;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>
/// The variables that values name as <c>${NAME}</c>. A variable may be defined by others; <c>$${</c> stands for
/// <c>${</c> itself, and a dollar sign before anything else is an ordinary character.
/// </summary>
/// <param name="parent">Where variables are looked up that this scope does not define.</param>
public sealed class VariableScope(VariableScope? parent = null)
{
    private readonly Dictionary<string, YamlScalar?> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> resolving = [];

    /// <summary>Defines a variable as it is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Define(string name, string value) => values[name] = value;

    /// <summary>Defines a variable by a value that may name others.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value, expanded when it is asked for.</param>
    public void Define(string name, YamlScalar value)
    {
        values.Remove(name);
        definitions[name] = value;
    }

    /// <summary>Defines a variable that must not be seen: only the environment gets it, and naming it is a fault.</summary>
    /// <param name="name">Its name.</param>
    public void DefineSecret(string name)
    {
        values.Remove(name);
        definitions[name] = null;
    }

    /// <summary>Expands every variable of this scope.</summary>
    /// <param name="diagnostics">Gets the faults.</param>
    /// <returns>The variables with their values, without the secret ones.</returns>
    public ImmutableSortedDictionary<string, string> Resolve(DiagnosticBag diagnostics)
    {
        foreach (var (name, definition) in definitions)
        {
            if (definition is not null)
            {
                Resolve(name, definition, diagnostics);
            }
        }

        return values.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Puts the values of the variables that a text names in their places.</summary>
    /// <param name="scalar">The text.</param>
    /// <param name="diagnostics">Gets a fault for each variable that is not known.</param>
    /// <returns>The text with the values, or null when there is a fault.</returns>
    public string? Expand(YamlScalar scalar, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        var text = scalar.Value;
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var whole = true;
        var position = 0;
        for (var dollar = text.IndexOf("${", StringComparison.Ordinal); dollar >= 0; dollar = text.IndexOf("${", position, StringComparison.Ordinal))
        {
            if (dollar > position && text[dollar - 1] == '$')
            {
                result.Append(text, position, dollar - 1 - position).Append("${");
                position = dollar + 2;
                continue;
            }

            result.Append(text, position, dollar - position);
            var end = text.IndexOf('}', dollar);
            var name = end < 0 ? text[(dollar + 2)..] : text[(dollar + 2)..end];
            var value = end < 0 ? Unclosed(scalar, diagnostics) : Find(name, scalar, diagnostics);
            whole &= value is not null;
            result.Append(value);
            position = end < 0 ? text.Length : end + 1;
        }

        return whole ? result.Append(text, position, text.Length - position).ToString() : null;
    }

    private static string? Unclosed(YamlScalar scalar, DiagnosticBag diagnostics)
    {
        diagnostics.Error(
            DiagnosticCodes.UnknownVariable, scalar.Location, "A variable's closing brace is missing.", "Write '$${' for a plain '${'.");
        return null;
    }

    private string? Find(string name, YamlScalar user, DiagnosticBag diagnostics)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.values.TryGetValue(name, out var value))
            {
                return value;
            }

            if (scope.definitions.TryGetValue(name, out var definition))
            {
                return definition is null ? Secret(name, user, diagnostics) : scope.Resolve(name, definition, diagnostics);
            }
        }

        diagnostics.Error(
            DiagnosticCodes.UnknownVariable,
            user.Location,
            $"The variable '${{{ReadContext.Shorten(name)}}}' is not known.",
            Nearest.To(name, Names()) is { } nearest ? $"Did you mean '${{{nearest}}}'?" : "Write '$${' for a plain '${'.");
        return null;
    }

    private VariableScope? Parent => parent;

    private static string? Secret(string name, YamlScalar user, DiagnosticBag diagnostics)
    {
        diagnostics.Error(
            DiagnosticCodes.UnknownVariable,
            user.Location,
            $"The variable '${{{name}}}' is a secret.",
            "Secrets are for the environment of stages alone: read it there.");
        return null;
    }

    private string? Resolve(string name, YamlScalar definition, DiagnosticBag diagnostics)
    {
        if (values.TryGetValue(name, out var known))
        {
            return known;
        }

        if (resolving.IndexOf(name) is >= 0 and var start)
        {
            diagnostics.Error(
                DiagnosticCodes.VariableCycle,
                definition.Location,
                $"Variables are defined by each other: {string.Join(" -> ", resolving.Skip(start).Append(name))}.");
            return null;
        }

        resolving.Add(name);
        var value = Expand(definition, diagnostics);
        resolving.RemoveAt(resolving.Count - 1);

        // A fault is told once: whoever names the variable later gets nothing for it.
        return value is null ? values[name] = "" : values[name] = value;
    }

    private IEnumerable<string> Names()
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            foreach (var name in scope.values.Keys.Concat(scope.definitions.Keys))
            {
                yield return name;
            }
        }
    }
}
