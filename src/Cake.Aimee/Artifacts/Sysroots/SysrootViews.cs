using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Artifacts.Sysroots;

/// <summary>
/// Makes views of unpacked artifacts: by an overlay, where this machine allows that, else as a directory of hard links.
/// A view is checked and laid out once; the same artifacts are the same view.
/// </summary>
/// <param name="unpacked">Where the artifacts are.</param>
/// <param name="runner">Tries whether an overlay can be mounted.</param>
public sealed class SysrootViews(UnpackedArtifacts unpacked, IProcessRunner runner)
{
    /// <summary>The kernel's limit, OVL_MAX_STACK.</summary>
    private const int MostLayers = 500;

    private readonly OverlaySupport _overlay = new(unpacked.Views, runner);

    /// <summary>Makes a view, to be mounted.</summary>
    /// <param name="layers">The artifacts, all of them unpacked; the order changes nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">Two artifacts have something else at the same path: all such paths are named.</exception>
    public async Task<SysrootView> MakeAsync(ImmutableArray<ViewLayer> layers, CancellationToken cancellationToken)
    {
        if (layers.Length is 0 or 1 or > MostLayers || !await _overlay.IsThereAsync(cancellationToken).ConfigureAwait(false))
        {
            return await MakeDirectoryAsync(layers, cancellationToken).ConfigureAwait(false);
        }
        var view = await LayOutAsync(layers, cancellationToken).ConfigureAwait(false);
        return new([.. layers.Select((_, at) => Path.Combine(view, Name(at)))]);
    }

    /// <summary>Makes a view that is a directory, for those who can not mount one: it must not be written to.</summary>
    /// <param name="layers">The artifacts, all of them unpacked; the order changes nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AimeeException">Two artifacts have something else at the same path: all such paths are named.</exception>
    public async Task<SysrootView> MakeDirectoryAsync(ImmutableArray<ViewLayer> layers, CancellationToken cancellationToken)
    {
        if (layers is [var single])
        {
            return new([PathOf(single)]);
        }
        var view = await LayOutAsync(layers, cancellationToken).ConfigureAwait(false);
        var root = Path.Combine(view, "root");
        await MakeOnceAsync(root, () => LinkFarm.Make(root, layers.Select(PathOf), cancellationToken), cancellationToken).ConfigureAwait(false);
        return new([root]);
    }

    /// <summary>A directory with a short link to each artifact: the kernel takes no more than 4,096 characters for all of them.</summary>
    private async Task<string> LayOutAsync(ImmutableArray<ViewLayer> layers, CancellationToken cancellationToken)
    {
        var path = Path.Combine(unpacked.Views, NameOf(layers));
        await MakeOnceAsync(path, () => LayOut(path, layers), cancellationToken).ConfigureAwait(false);
        return path;
    }

    private void LayOut(string path, ImmutableArray<ViewLayer> layers)
    {
        ViewConflicts.Refuse(layers, PathOf);
        using var pending = new PendingPath(path, $"{path}.tmp");
        Directory.CreateDirectory(pending.TemporaryPath);
        foreach (var (at, layer) in layers.Index())
        {
            File.CreateSymbolicLink(Path.Combine(pending.TemporaryPath, Name(at)), Path.Combine("..", "..", layer.Digest));
        }
        pending.Commit();
    }

    private async Task MakeOnceAsync(string path, Action make, CancellationToken cancellationToken)
    {
        try
        {
            await unpacked.UseAsync(cancellationToken).ConfigureAwait(false);
            if (Directory.Exists(path))
            {
                return;
            }
            using var held = await FileLock.TakeAsync(Path.Combine(unpacked.Views, ".lock"), onWait: null, cancellationToken).ConfigureAwait(false);
            if (!Directory.Exists(path))
            {
                make();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AimeeException($"Can not make a view of the sysroot in {unpacked.Views}: {e.Message}.", e);
        }
    }

    private string PathOf(ViewLayer layer) => Path.Combine(unpacked.Directory, layer.Digest);

    private static string Name(int at) => at.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(ImmutableArray<ViewLayer> layers) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', layers.Select(layer => layer.Digest)))))[..32];
}
