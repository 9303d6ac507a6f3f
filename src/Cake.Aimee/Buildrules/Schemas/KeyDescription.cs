namespace Cake.Aimee.Buildrules.Schemas;

/// <summary>What a reference says of a key.</summary>
/// <param name="Path">Where it stands: <c>depends.build</c>, <c>sources[].uri</c>, <c>split.*.files</c>.</param>
/// <param name="Form">What its value may be.</param>
/// <param name="Meaning">What it means, one sentence.</param>
/// <param name="IsRequired">Whether it has to be there.</param>
internal sealed record KeyDescription(string Path, string Form, string Meaning, bool IsRequired);
