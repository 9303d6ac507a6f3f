using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;

namespace Cake.Aimee.Oci;

/// <summary>
/// Images on disk: an OCI layout as a directory or a tar archive, or an archive that <c>docker save</c> wrote, of
/// the old form or the new, which is an OCI layout too. Nothing is unpacked; layers are read where they lie, as long
/// as the source is open.
/// </summary>
public sealed class ImageSource : IDisposable
{
    private readonly ImageFiles _files;
    private readonly Func<ImageFiles, ImmutableArray<FoundImage>> _find;

    private ImageSource(ImageFiles files, Func<ImageFiles, ImmutableArray<FoundImage>> find) => (_files, _find) = (files, find);

    /// <summary>Opens a source.</summary>
    /// <param name="path">A directory or a tar archive.</param>
    /// <exception cref="AimeeException">No image is there that can be read.</exception>
    public static ImageSource Open(string path)
    {
        var files = ImageFiles.Open(path);
        try
        {
            if (files.Find(OciLayout.IndexFile) is not null)
            {
                return new ImageSource(files, OciLayout.FindImages);
            }

            return files.Find(DockerArchive.ManifestFile) is not null
                ? new ImageSource(files, DockerArchive.FindImages)
                : throw new AimeeException(
                    $"{path}: neither {OciLayout.IndexFile} nor {DockerArchive.ManifestFile} is in it: this is no image in a form that can be read.");
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>The one image that is meant.</summary>
    /// <param name="reference">Its name, tag or digest; null when there is but one.</param>
    /// <param name="platform">What it has to run on; null takes the only platform there is or else this machine's.</param>
    /// <exception cref="AimeeException">None or several images are meant, or the image is not sound.</exception>
    public Image Load(string? reference = null, Platform? platform = null)
    {
        var named = Named(reference);
        var wanted = platform ?? Platform.Host;
        var found = named.Where(image => wanted.Accepts(image.Platform)).ToImmutableArray();
        if (found.IsEmpty && platform is null && named.Length == 1)
        {
            found = named;
        }

        return found switch
        {
            [var image] => image.Load(),
            [] => throw new AimeeException($"{_files.Name}: no image for {wanted} is in it; there are {List(named)}."),
            _ => throw new AimeeException($"{_files.Name}: several images are in it: name the one that is meant: {List(found)}."),
        };
    }

    /// <summary>The images of all platforms under one name, in the order of the index.</summary>
    /// <param name="reference">Their name, tag or digest; null takes all that there are.</param>
    /// <exception cref="AimeeException">There is none, or one is not sound.</exception>
    public ImmutableArray<Image> LoadAll(string? reference = null) => [.. Named(reference).Select(image => image.Load())];

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    private ImmutableArray<FoundImage> Named(string? reference)
    {
        var all = _find(_files);
        var named = reference is null ? all : [.. all.Where(image => image.Answers(reference))];
        return (named.Length, all.Length) switch
        {
            ( > 0, _) => named,
            (_, 0) => throw new AimeeException($"{_files.Name}: no image is in it."),
            _ => throw new AimeeException($"{_files.Name}: no image \"{reference}\" is in it; there are {List(all)}."),
        };
    }

    private static string List(ImmutableArray<FoundImage> images) => string.Join(", ", images);
}
