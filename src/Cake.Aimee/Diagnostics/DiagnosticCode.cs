namespace Cake.Aimee.Diagnostics;

/// <summary>A kind of fault, by which documentation, editors and CI know it again.</summary>
/// <param name="Id">Stable identity, <c>AIM</c> and four digits; never given to another kind.</param>
/// <param name="Title">What faults of this kind have in common, in one line.</param>
public sealed record DiagnosticCode(string Id, string Title)
{
    /// <summary>The identity alone.</summary>
    public override string ToString() => Id;
}
