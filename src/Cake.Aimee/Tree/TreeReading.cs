using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Tree;

/// <summary>What reading a tree has given. Faulty packages are in the tree, with defaults for what is faulty.</summary>
/// <param name="Tree">The tree; to be planned and built from only when there is no error.</param>
/// <param name="Diagnostics">All faults, in the order of files and lines.</param>
public sealed record TreeReading(BuildTree Tree, ImmutableArray<Diagnostic> Diagnostics);
