using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>
/// A URI or a path. A scheme alone needs no quotes: <c>[apt:]</c>, which to YAML is a map of <c>apt</c> to nothing
/// (YAML 1.2.2 §7.4), is the text <c>apt:</c>.
/// </summary>
public sealed class UriSchema : Schema<string>
{
    /// <inheritdoc/>
    public override string Expected => "a URI";

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out string value)
    {
        if (node is YamlMapping { Entries: [{ Key: var scheme, Value: YamlScalar { IsPlain: true, Value: "" } }] })
        {
            value = scheme.Value + ":";
            return true;
        }

        return Values.Text.TryRead(node, context, out value);
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer) => Values.Text.WriteJson(writer);
}
