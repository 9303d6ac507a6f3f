using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>A package that another one needs.</summary>
/// <param name="Package">The package: <c>category/name</c>, or <c>category/name-split</c>.</param>
/// <param name="Location">Where the rules name it.</param>
public sealed record Dependency(string Package, SourceLocation Location);
