using System.Text.Json;
using System.Text.Json.Serialization;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Commands.Pinning;

/// <summary>All that a package is but for the lines that it stands in: two readings give one text when they mean the same.</summary>
internal static class PackageFingerprint
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new NoLocation() } };

    public static string Of(Package package) => JsonSerializer.Serialize(package, Options);

    private sealed class NoLocation : JsonConverter<SourceLocation>
    {
        public override SourceLocation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, SourceLocation value, JsonSerializerOptions options) => writer.WriteStringValue(value.File);
    }
}
