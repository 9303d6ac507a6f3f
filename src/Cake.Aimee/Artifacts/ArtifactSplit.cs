using System.Collections.Immutable;

namespace Cake.Aimee.Artifacts;

/// <summary>A further artifact that is made of a part of the same install root.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Key">Its key.</param>
/// <param name="Description">What it says about itself.</param>
/// <param name="Files">
/// What goes into it, and not into the parent: paths below the root; a directory stands for all below it; <c>*</c>
/// and <c>?</c> stand for what is no slash.
/// </param>
public sealed record ArtifactSplit(ArtifactName Name, string Key, ArtifactDescription Description, ImmutableArray<string> Files);
