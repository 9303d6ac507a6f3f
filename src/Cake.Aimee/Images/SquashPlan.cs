using Cake.Aimee.Archives;

namespace Cake.Aimee.Images;

/// <summary>How an image's layers become one.</summary>
/// <param name="Layout">Where the OCI layout of the image is left, for those who want no engine.</param>
/// <param name="Compression">How its layer is compressed there.</param>
/// <param name="Level">How hard the compression tries; null for its usual level.</param>
public sealed record SquashPlan(string Layout, Compression Compression, int? Level);
