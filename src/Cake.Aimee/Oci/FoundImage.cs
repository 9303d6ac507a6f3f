using System.Collections.Immutable;

namespace Cake.Aimee.Oci;

/// <summary>An image that a source holds, not read yet.</summary>
/// <param name="Names">The names that it answers to: tags, references.</param>
/// <param name="Digest">Digest of its manifest or, without one, of its config.</param>
/// <param name="Platform">What it runs on.</param>
/// <param name="Load">Reads it.</param>
internal sealed record FoundImage(ImmutableArray<string> Names, Digest? Digest, Platform? Platform, Func<Image> Load)
{
    public bool Answers(string reference) =>
        Names.Contains(reference)
        || (Digest is not null && (reference == Digest.ToString() || reference == Digest.Hex))
        || (!reference.Contains(':', StringComparison.Ordinal) && Names.Contains(reference + ":latest"));

    public override string ToString()
    {
        var name = Names.IsEmpty ? Digest?.ToString() ?? "an image without a name" : Names[0];
        return Platform is null ? name : $"{name} ({Platform})";
    }
}
