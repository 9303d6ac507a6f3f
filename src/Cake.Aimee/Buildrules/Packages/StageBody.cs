using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Buildrules.Packages;

/// <summary>What a stage runs: POSIX shell.</summary>
/// <param name="Text">The shell text.</param>
/// <param name="Location">Where its first line stands; null for a default body.</param>
public sealed record StageBody(string Text, SourceLocation? Location = null);
