using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Cake.Aimee.Artifacts.Sysroots;

namespace Cake.Aimee.Artifacts;

/// <summary>The forms in which artifacts are described.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ArtifactDescription))]
[JsonSerializable(typeof(ArtifactSidecar))]
[JsonSerializable(typeof(InstalledPackage))]
[JsonSerializable(typeof(Intent))]
internal sealed partial class ArtifactJson : JsonSerializerContext
{
    /// <summary>Names stand as they are: what a web page would need to have escaped does no harm here.</summary>
    private static ArtifactJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>An artifact's description as it stands in the artifact.</summary>
    public static byte[] Write(ArtifactDescription description) => Lines(JsonSerializer.SerializeToUtf8Bytes(description, Plain.ArtifactDescription));

    /// <summary>A sidecar as it stands beside the archive.</summary>
    public static byte[] Write(ArtifactSidecar sidecar) => Lines(JsonSerializer.SerializeToUtf8Bytes(sidecar, Plain.ArtifactSidecar));

    /// <summary>Reads a sidecar; null when it is none, or of another format.</summary>
    public static ArtifactSidecar? ReadSidecar(ReadOnlySpan<byte> text) => Read(text, Plain.ArtifactSidecar) is { IsSound: true } sidecar ? sidecar : null;

    /// <summary>What is known of an installed package.</summary>
    public static byte[] Write(InstalledPackage package) => JsonSerializer.SerializeToUtf8Bytes(package, Plain.InstalledPackage);

    /// <summary>Reads what is known of an installed package; null when it is nothing of that kind.</summary>
    public static InstalledPackage? ReadPackage(ReadOnlySpan<byte> text) => Read(text, Plain.InstalledPackage);

    /// <summary>A change of a sysroot that is begun.</summary>
    public static byte[] Write(Intent intent) => JsonSerializer.SerializeToUtf8Bytes(intent, Plain.Intent);

    /// <summary>Reads a change; null when it is none.</summary>
    public static Intent? ReadIntent(ReadOnlySpan<byte> text) => Read(text, Plain.Intent);

    // Broken files are ones that are not there: what they tell of is made again.
    private static T? Read<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Lines(byte[] text) => [.. text, (byte)'\n'];
}
