namespace Cake.Aimee.Sources;

/// <summary>A failure that may pass: worth another attempt at the same location.</summary>
internal sealed class TransientFetchException(string reason, Exception? cause = null, TimeSpan? after = null)
    : FetchException(reason, cause)
{
    /// <summary>How long the server wants to be left alone; null when it does not say.</summary>
    public TimeSpan? After => after;
}
