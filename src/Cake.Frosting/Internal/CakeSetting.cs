namespace Cake.Frosting.Internal;

/// <summary>A value of Cake's configuration that the host was told.</summary>
/// <param name="Key">The key, whatever its case.</param>
/// <param name="Value">The value.</param>
internal sealed record CakeSetting(string Key, string Value);
