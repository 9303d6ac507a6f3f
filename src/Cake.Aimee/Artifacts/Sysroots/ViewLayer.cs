namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>An artifact in a view.</summary>
/// <param name="Id">The package, for messages: <c>category/name</c>.</param>
/// <param name="Digest">The artifact's digest, under which it was unpacked.</param>
public sealed record ViewLayer(string Id, string Digest);
