using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cake.Aimee.Buildrules.Schemas;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>A stage body: shell, whose variables are the shell's own and are left alone.</summary>
internal sealed class BodySchema : Schema<StageBody>
{
    public override string Expected => "shell text";

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out StageBody value)
    {
        if (node is not YamlScalar scalar)
        {
            context.WrongType(node, Expected);
            value = null;
            return false;
        }

        var location = scalar.IsBlock ? new SourceLocation(scalar.File, scalar.Line + 1) : scalar.Location;
        value = new StageBody(scalar.Value, location);
        return true;
    }

    public override void WriteJson(Utf8JsonWriter writer) => writer.WriteString("type", "string");
}
