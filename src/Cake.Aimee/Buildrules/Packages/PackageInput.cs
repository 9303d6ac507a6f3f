using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>A file of a package's <c>files/</c> directory that its rules name.</summary>
/// <param name="FileName">Its path below <c>files/</c>.</param>
/// <param name="Location">Where the rules name it.</param>
public sealed record PackageInput(string FileName, SourceLocation Location);
