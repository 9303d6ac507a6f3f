using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>A value that is kept together with its place.</summary>
/// <typeparam name="TValue">The value.</typeparam>
/// <typeparam name="T">The value with its place.</typeparam>
/// <param name="schema">What the value may be.</param>
/// <param name="locate">Puts both together.</param>
internal sealed class LocatedSchema<TValue, T>(Schema<TValue> schema, Func<TValue, SourceLocation, T> locate) : Schema<T>
{
    public override string Expected => schema.Expected;

    internal override string Form => schema.Form;

    internal override IEnumerable<KeyDescription> Describe(string path) => schema.Describe(path);

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        var isRead = schema.TryRead(node, context, out var inner);
        value = isRead ? locate(inner!, node.Location) : default;
        return isRead;
    }

    public override void WriteJson(Utf8JsonWriter writer) => schema.WriteJson(writer);
}
