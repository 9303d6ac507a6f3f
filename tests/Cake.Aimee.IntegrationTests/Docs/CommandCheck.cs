namespace Cake.Aimee.IntegrationTests.Docs;

/// <summary>How it is known that a documented command works.</summary>
internal abstract record CommandCheck
{
    /// <summary>It is run in a place, after those that stand before it, and has to print this (a regular expression).</summary>
    public sealed record Run(Place Place, string Prints) : CommandCheck;

    /// <summary>A test elsewhere runs it: the whole chain, or what takes minutes.</summary>
    public sealed record Elsewhere(Type Fixture, string Test) : CommandCheck;

    /// <summary>CI runs it; it is in <c>.ci/run</c>.</summary>
    public sealed record Ci : CommandCheck;
}
