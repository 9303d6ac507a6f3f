using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>What reading a value needs to know, and where its faults go.</summary>
/// <param name="diagnostics">Gets the faults.</param>
/// <param name="variables">
/// The variables that values may name. Null for a layer that is checked by itself, before others are laid over it:
/// its variables are left as they are, and mandatory keys may be missing.
/// </param>
public sealed class ReadContext(DiagnosticBag diagnostics, VariableScope? variables)
{
    /// <summary>Gets the faults.</summary>
    public DiagnosticBag Diagnostics { get; } = diagnostics;

    /// <summary>The variables that values may name; null for a layer.</summary>
    public VariableScope? Variables { get; } = variables;

    /// <summary>What is being read, for messages: the key.</summary>
    public string Key { get; internal set; } = "";

    /// <summary>Reports a value that is of another kind than expected.</summary>
    /// <param name="node">The value.</param>
    /// <param name="expected">What is expected.</param>
    public void WrongType(YamlNode node, string expected) => Diagnostics.Error(
        DiagnosticCodes.WrongType, node.Location, $"{Subject} must be {expected}, and this is {node.Kind}.");

    /// <summary>Reports a value that is not one of those allowed.</summary>
    /// <param name="node">The value.</param>
    /// <param name="expected">What is expected.</param>
    /// <param name="suggestion">What to write instead, when it is known.</param>
    public void Invalid(YamlScalar node, string expected, string? suggestion = null) => Diagnostics.Error(
        DiagnosticCodes.InvalidValue,
        node.Location,
        $"{Subject} must be {expected}, not '{Shorten(node.Value)}'.",
        suggestion);

    /// <summary>A value as a message can quote it: one line, and not too long.</summary>
    internal static string Shorten(string value)
    {
        var line = value.ReplaceLineEndings("\\n");
        return line.Length <= 60 ? line : line[..60] + "…";
    }

    private string Subject => Key.Length == 0 ? "The file" : $"'{Key}'";
}
