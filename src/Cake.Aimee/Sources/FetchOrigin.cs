namespace Cake.Aimee.Sources;

/// <summary>Which kind of location a source came from.</summary>
public enum FetchOrigin
{
    /// <summary>It was in <c>sources/</c> already.</summary>
    Local,

    /// <summary>An upstream of the tree.</summary>
    Upstream,

    /// <summary>A mirror.</summary>
    Mirror,

    /// <summary>The URI itself.</summary>
    Uri,
}
