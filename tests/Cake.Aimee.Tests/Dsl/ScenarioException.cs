namespace Cake.Aimee.Tests.Dsl;

/// <summary>What a scenario throws on purpose.</summary>
internal sealed class ScenarioException(string message) : Exception(message);
