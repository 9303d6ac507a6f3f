namespace Cake.Aimee.Images;

/// <summary>A failure that users meet often, known by what the tools say of it.</summary>
/// <param name="Said">What stands in the message, whatever its case.</param>
/// <param name="Advice">The way out, for the person at the terminal.</param>
public sealed record KnownFailure(string Said, string Advice);
