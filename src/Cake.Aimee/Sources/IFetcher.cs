namespace Cake.Aimee.Sources;

/// <summary>Brings sources of one scheme.</summary>
internal interface IFetcher
{
    /// <summary>Writes the content to the job's path. Whether it is the right one, the caller finds out.</summary>
    /// <exception cref="FetchException">The location does not give it.</exception>
    Task FetchAsync(FetchJob job, CancellationToken cancellationToken);
}
