namespace Cake.Aimee.Sources;

/// <summary>One location does not give the source; the next one may. The message says why, in words that follow on the location.</summary>
internal class FetchException(string reason, Exception? cause = null) : Exception(reason, cause);
