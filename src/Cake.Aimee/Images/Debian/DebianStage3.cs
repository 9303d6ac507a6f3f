using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images.Debian;

/// <summary>The userland, from mmdebstrap: the release's packages as they are, signatures checked by apt.</summary>
internal static class DebianStage3
{
    /// <summary>The unpacked packages, the packages themselves and the archive, of the smallest variant, with some room.</summary>
    private const long NeededBytes = 800_000_000;

    internal static Stage3Recipe Recipe(ImageContext context)
    {
        var options = DebianOptions.Section.In(context.Config);
        var (mirror, variant) = (context.Config.Images.Stage3.Mirror, context.Config.Images.Stage3.Variant ?? "minbase");
        string[] arguments =
        [
            $"--variant={variant}", $"--components={string.Join(',', options.Components)}", "--format=tar", options.Suite,
        ];
        return new(
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("mmdebstrap's options", string.Join('\n', arguments))
                .Add("mirror", mirror ?? ""),
            (work, cancellationToken) => MakeAsync(arguments, mirror, work, cancellationToken))
        {
            Command = ["/bin/bash"],
            Explanation = [string.Join(' ', ["mmdebstrap", .. arguments, "stage3.tar", .. Mirror(mirror)])],
        };
    }

    private static async Task<string> MakeAsync(
        string[] arguments, string? mirror, Stage3Work work, CancellationToken cancellationToken)
    {
        RequireRoom(work.Directory);
        var archive = Path.Combine(work.Directory, "stage3.tar");
        await work.Processes.RunCheckedAsync(
            ProcessRequest.Of("mmdebstrap", [.. arguments, archive, .. Mirror(mirror)]) with
            {
                OnLine = work.OnLine,
                Environment = ImmutableDictionary<string, string?>.Empty.Add("TMPDIR", work.Directory),
            },
            cancellationToken).ConfigureAwait(false);
        return archive;
    }

    /// <summary>On a full disk apt does not fail but waits for ever: so this is asked first.</summary>
    private static void RequireRoom(string directory)
    {
        var free = new DriveInfo(directory).AvailableFreeSpace;
        if (free < NeededBytes)
        {
            throw new AimeeException(
                $"No space left on device: {directory} has {free / 1_000_000} MB, and the userland needs about "
                + $"{NeededBytes / 1_000_000} MB while it is made.");
        }
    }

    private static string[] Mirror(string? mirror) => mirror is null ? [] : [mirror];
}
