namespace Cake.Aimee.Planning;

/// <summary>A stage that is registered beside those that every tree has. Each package gets it.</summary>
/// <param name="Name">Its name, as in <c>core/zlib:NAME</c>.</param>
/// <param name="After">The stage of the same package that comes before it.</param>
/// <param name="Description">What it does, in one line.</param>
public sealed record CustomStage(string Name, string After, string Description);
