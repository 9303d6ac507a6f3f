using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>A value that is written in a short form (a single value) or in a long one (a map or a list).</summary>
/// <typeparam name="T">What both become.</typeparam>
/// <param name="shortForm">What a single value may be.</param>
/// <param name="longForm">What a map or list may be.</param>
public sealed class EitherSchema<T>(Schema<T> shortForm, Schema<T> longForm) : Schema<T>
{
    /// <inheritdoc/>
    public override string Expected => $"{shortForm.Expected} or {longForm.Expected}";

    internal override string Form => $"{shortForm.Form} or {longForm.Form}";

    internal override IEnumerable<KeyDescription> Describe(string path) => shortForm.Describe(path).Concat(longForm.Describe(path));

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value) =>
        (node is YamlScalar ? shortForm : longForm).TryRead(node, context, out value);

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray("oneOf");
        foreach (var form in (ReadOnlySpan<Schema<T>>)[shortForm, longForm])
        {
            writer.WriteStartObject();
            form.WriteJson(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
