using System.Collections.Immutable;

namespace Cake.Aimee.Engines;

/// <summary>A program that holds images and runs containers.</summary>
public interface IEngine
{
    /// <summary>The engine's name: <c>docker</c> or <c>buildah</c>.</summary>
    string Name { get; }

    /// <summary>Looks an image up in the engine's own store; asks no registry.</summary>
    /// <param name="reference">The image's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The image, or null when the engine has none of that name.</returns>
    Task<EngineImage?> FindAsync(ImageReference reference, CancellationToken cancellationToken);

    /// <summary>Makes an image of one layer, which is the archive as it is.</summary>
    /// <param name="archive">Path of an uncompressed tar archive.</param>
    /// <param name="reference">The image's name.</param>
    /// <param name="settings">What the image says of itself.</param>
    /// <param name="cancellationToken">Gives up; no image is tagged then.</param>
    Task<EngineImage> ImportAsync(
        string archive, ImageReference reference, ImageSettings settings, CancellationToken cancellationToken);

    /// <summary>Makes a working container from an image; one of the same name that was left behind is removed.</summary>
    /// <param name="image">The image to begin with.</param>
    /// <param name="name">The container's name.</param>
    /// <param name="mounts">What it sees of the host; never part of the image.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IWorkingContainer> StartAsync(
        ImageReference image, string name, ImmutableArray<Mount> mounts, CancellationToken cancellationToken);

    /// <summary>Shows the files of an image as a directory of this machine.</summary>
    /// <param name="image">The image.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The directory; null when this engine keeps its files to itself.</returns>
    /// <exception cref="Diagnostics.AimeeException">The image is not there, or this user may not mount it.</exception>
    Task<MountedImage?> MountAsync(ImageReference image, CancellationToken cancellationToken);

    /// <summary>Takes a name away; the image goes with its last name.</summary>
    /// <param name="reference">The name; nothing happens when there is none such.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task RemoveAsync(ImageReference reference, CancellationToken cancellationToken);

    /// <summary>The tags that a repository has in the engine's own store.</summary>
    /// <param name="repository">The name without tag.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ImmutableArray<string>> TagsAsync(string repository, CancellationToken cancellationToken);

    /// <summary>Writes an image to a docker archive (what <c>docker save</c> writes), its layers uncompressed.</summary>
    /// <param name="reference">The image's name.</param>
    /// <param name="archive">Path of the file to be written; it must not be there yet.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SaveAsync(ImageReference reference, string archive, CancellationToken cancellationToken);

    /// <summary>Reads an image from a docker archive and names it; a name that the archive gives it, it has as well.</summary>
    /// <param name="archive">Path of the archive; it holds one image.</param>
    /// <param name="reference">The image's name.</param>
    /// <param name="cancellationToken">Gives up; the name is not given then.</param>
    Task<EngineImage> LoadAsync(string archive, ImageReference reference, CancellationToken cancellationToken);

    /// <summary>Gives an image a further name.</summary>
    /// <param name="reference">The image.</param>
    /// <param name="name">The further name; another image that has it loses it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task TagAsync(ImageReference reference, ImageReference name, CancellationToken cancellationToken);

    /// <summary>Copies an image to a registry.</summary>
    /// <param name="reference">The image's name here.</param>
    /// <param name="destination">Its name there, registry and all.</param>
    /// <param name="access">How the registry is spoken to.</param>
    /// <param name="cancellationToken">Gives up; the registry has no such name then, or the one that it had.</param>
    /// <returns>The digest of the manifest that the registry was given: <c>sha256:…</c>.</returns>
    Task<string> PushAsync(
        ImageReference reference, ImageReference destination, RegistryAccess access, CancellationToken cancellationToken);

    /// <summary>Brings an image from a registry, by its digest: what else a tag there may stand for by now.</summary>
    /// <param name="source">The image's repository there, registry and all; its tag is not asked for.</param>
    /// <param name="digest">The digest of its manifest: <c>sha256:…</c>.</param>
    /// <param name="reference">The name that it gets here.</param>
    /// <param name="access">How the registry is spoken to.</param>
    /// <param name="cancellationToken">Gives up; the name is not given then.</param>
    Task<EngineImage> PullAsync(
        ImageReference source, string digest, ImageReference reference, RegistryAccess access, CancellationToken cancellationToken);
}
