using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Artifacts.Upstreams;

/// <summary>An upstream does not give or take an artifact as it should. The artifact can still be built.</summary>
/// <param name="message">The upstream without its password, what it was asked for, and why it failed.</param>
/// <param name="innerException">What caused it.</param>
public sealed class ArtifactUpstreamException(string message, Exception? innerException = null) : AimeeException(message, innerException);
