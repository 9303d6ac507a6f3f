using Cake.Aimee.Sources;

namespace Cake.Aimee.Artifacts.Upstreams;

/// <summary>What an upstream has by a name is not what it should be.</summary>
internal sealed class WrongContentException(string reason) : FetchException(reason);
