namespace Cake.Aimee.Sources;

/// <summary>A scheme of source URIs that a program adds: <c>s3://bucket/zlib-1.3.1.tar.gz</c>.</summary>
/// <param name="Name">What stands before the colon.</param>
/// <param name="FetchAsync">
/// Brings the content, or fails by throwing. What it brings is verified as any other source is, and appears in
/// <c>sources/</c> only then.
/// </param>
public sealed record CustomSourceScheme(string Name, Func<CustomFetch, CancellationToken, Task> FetchAsync);
