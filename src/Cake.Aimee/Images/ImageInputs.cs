using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cake.Aimee.Images;

/// <summary>
/// All that makes an image, by name, each as a short digest. Two images with equal inputs are the same image.
/// </summary>
/// <param name="Digests">Name of the input (<c>step toolchain</c>) → its digest.</param>
public sealed record ImageInputs(ImmutableSortedDictionary<string, string> Digests)
{
    /// <summary>Raised when the same inputs are to make another image than before.</summary>
    private const int FormatVersion = 1;

    /// <summary>The key: a digest over all inputs and their names.</summary>
    public string Key => Digest(
        string.Join('\n', Digests.Select(input => $"{input.Key}\0{input.Value}").Prepend($"format\0{FormatVersion}")));

    /// <summary>Inputs from the texts that are behind them.</summary>
    /// <param name="texts">Name → text.</param>
    public static ImageInputs Of(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.ToImmutableSortedDictionary(input => input.Key, input => Digest(input.Value), StringComparer.Ordinal));

    /// <summary>Reads what <see cref="ToJson"/> wrote; nothing when the text is not of that form.</summary>
    /// <param name="json">A label's value.</param>
    public static ImageInputs? FromJson(string? json)
    {
        try
        {
            return json is not null && JsonSerializer.Deserialize<Dictionary<string, string>>(json) is { } digests
                ? new(digests.ToImmutableSortedDictionary(StringComparer.Ordinal))
                : null;
        }
        catch (JsonException)
        {
            // Somebody else's label: then nothing is known of the old image, and it is made anew.
            return null;
        }
    }

    /// <summary>The inputs as a label's value.</summary>
    public string ToJson() => JsonSerializer.Serialize(Digests);

    /// <summary>What is different from an older image's inputs, in words: one entry for each input.</summary>
    /// <param name="old">The older image's inputs.</param>
    public ImmutableArray<string> Changes(ImageInputs old) =>
    [
        .. Digests.Where(input => !old.Digests.ContainsKey(input.Key)).Select(input => $"{input.Key} is new"),
        .. Digests.Where(input => old.Digests.TryGetValue(input.Key, out var digest) && digest != input.Value)
            .Select(input => $"{input.Key} changed"),
        .. old.Digests.Keys.Where(name => !Digests.ContainsKey(name)).Select(name => $"{name} is gone"),
    ];

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
