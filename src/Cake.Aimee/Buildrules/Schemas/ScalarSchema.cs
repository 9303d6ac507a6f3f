using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>A single value: text whose variables are expanded and which then is parsed.</summary>
/// <typeparam name="T">What the text becomes.</typeparam>
/// <param name="expected">What is expected, for a message.</param>
/// <param name="parse">Says whether a text is a value, and which.</param>
/// <param name="writeJson">Writes the members of the JSON schema.</param>
/// <param name="suggest">What to write instead of a text that is no value.</param>
public sealed class ScalarSchema<T>(
    string expected, ScalarSchema<T>.Parser parse, Action<Utf8JsonWriter> writeJson, Func<string, string?>? suggest = null)
    : Schema<T>
{
    /// <summary>Says whether a text is a value, and which.</summary>
    /// <param name="text">The text, its variables expanded.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is one.</returns>
    public delegate bool Parser(string text, [MaybeNullWhen(false)] out T value);

    /// <inheritdoc/>
    public override string Expected => expected;

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        ArgumentNullException.ThrowIfNull(context);
        value = default;
        if (node is not YamlScalar scalar || scalar.IsNull)
        {
            context.WrongType(node, expected);
            return false;
        }

        if (context.Variables is null && scalar.Value.Contains("${", StringComparison.Ordinal))
        {
            return false;
        }

        var text = context.Variables is null ? scalar.Value : context.Variables.Expand(scalar, context.Diagnostics);
        if (text is null)
        {
            return false;
        }

        if (parse(text, out value))
        {
            return true;
        }

        context.Invalid(text == scalar.Value ? scalar : With(scalar, text), expected, suggest?.Invoke(text));
        return false;
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer) => writeJson(writer);

    private static YamlScalar With(YamlScalar scalar, string text) =>
        new(text, scalar.IsPlain, scalar.IsBlock, scalar.File, scalar.Line, scalar.Column);
}
