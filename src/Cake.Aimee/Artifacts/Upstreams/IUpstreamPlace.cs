using Cake.Aimee.Sources;

namespace Cake.Aimee.Artifacts.Upstreams;

/// <summary>Files by their names somewhere else. Each method throws <see cref="FetchException"/> when the place fails.</summary>
internal interface IUpstreamPlace : IDisposable
{
    /// <summary>Reads a small file.</summary>
    /// <returns>Its content; null when it is not there.</returns>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Fetches a file whose content is known.</summary>
    /// <param name="name">The file.</param>
    /// <param name="size">Its size in bytes; more than that is not taken.</param>
    /// <param name="sha256">Its SHA-256. Nothing here looks whether what came has it.</param>
    /// <param name="path">Where to write; what is there is a former, broken-off fetch.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    Task FetchAsync(string name, long size, string sha256, string path, CancellationToken cancellationToken);

    /// <summary>The size of a file in bytes; null when it is not there, or when that can not be told.</summary>
    Task<long?> SizeOfAsync(string name, CancellationToken cancellationToken);

    /// <summary>Puts a file there; others see it whole.</summary>
    /// <param name="name">What it is called there.</param>
    /// <param name="path">The file.</param>
    /// <param name="replaces">Whether what is there is replaced; else it stays.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    Task PutAsync(string name, string path, bool replaces, CancellationToken cancellationToken);
}
