using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>The userland: pointer, digests, archive and signature, each verified before the next thing is done with it.</summary>
internal sealed class GentooStage3(ImageContext context, Stage3Location location, Stage3Work work)
{
    private string? Stamp => context.Config.Images.Stage3.Stamp;

    internal static Stage3Recipe Recipe(ImageContext context)
    {
        var location = Stage3Location.Of(context);
        var stamp = context.Config.Images.Stage3.Stamp;
        var archive = $"{location.Directory}/{stamp ?? "STAMP"}/{location.Archive(stamp ?? "STAMP")}";
        return new(
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("location", location.Directory).Add("variant", location.Variant).Add("stamp", stamp ?? "latest"),
            (work, cancellationToken) => new GentooStage3(context, location, work).MakeAsync(cancellationToken))
        {
            Command = ["/bin/bash"],
            Explanation =
            [
                .. stamp is null ? new[] { $"fetch {location.Directory}/{location.Pointer}", $"gpgv --keyring KEYRING --output latest.txt {location.Pointer}" } : [],
                $"fetch {archive}.DIGESTS",
                "gpgv --keyring KEYRING --output DIGESTS.verified DIGESTS",
                $"fetch {archive} (size, BLAKE2B, SHA512)",
                $"fetch {archive}.asc",
                "gpgv --keyring KEYRING stage3.tar.xz.asc stage3.tar.xz",
                "xz --decompress --stdout stage3.tar.xz > stage3.tar",
            ],
        };
    }

    private async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var stage3 = context.Config.Images.Stage3;
        var keyring = await Keyring.OpenAsync(
            stage3.Keyring is { } file ? Path.GetFullPath(file, context.Config.TopDirectory) : null, work.Directory, cancellationToken).ConfigureAwait(false);
        var signatures = new SignatureCheck(keyring, work.Processes);
        var (stamp, size) = Stamp is { } pinned ? (pinned, (long?)null) : await LatestAsync(signatures, cancellationToken).ConfigureAwait(false);
        var name = location.Archive(stamp);
        var address = $"{location.Directory}/{stamp}/{name}";

        var digests = await SideFileAsync($"{address}.DIGESTS", cancellationToken).ConfigureAwait(false);
        var checksums = Stage3Digests.Read(await signatures.ReadAsync(digests, cancellationToken).ConfigureAwait(false), name);
        var signature = await SideFileAsync($"{address}.asc", cancellationToken).ConfigureAwait(false);
        var archive = await ArchiveAsync(address, checksums, cancellationToken).ConfigureAwait(false);
        if (size is not null && new FileInfo(archive).Length is var actual && actual != size)
        {
            throw new AimeeException($"{name} has {actual} bytes, and {location.Pointer} says {size}. Nothing was imported.");
        }

        await signatures.CheckAsync(archive, signature, cancellationToken).ConfigureAwait(false);
        Say($"{name}: signatures, size, BLAKE2B and SHA512 are right");
        var tar = Path.Combine(work.Directory, "stage3.tar");
        await Stage3Archive.UnpackAsync(archive, tar, work.Processes, cancellationToken).ConfigureAwait(false);
        Stage3Archive.Check(tar, name, context.BuildMachine);
        return tar;
    }

    private async Task<(string Stamp, long? Size)> LatestAsync(SignatureCheck signatures, CancellationToken cancellationToken)
    {
        var pointer = await SideFileAsync($"{location.Directory}/{location.Pointer}", cancellationToken).ConfigureAwait(false);
        return location.ReadPointer(await signatures.ReadAsync(pointer, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Small files are fetched anew each time: which is the newest is what is asked.</summary>
    private async Task<string> SideFileAsync(string address, CancellationToken cancellationToken)
    {
        Say($"fetching {address}");
        using var fetcher = new SourceFetcher(new(Path.Combine(work.Directory, "signed")), work.Processes);
        var source = new Source(SourceUri.Parse(address)) { TrustOnFirstUse = true };
        try
        {
            return (await fetcher.FetchAsync(source, null, cancellationToken).ConfigureAwait(false)).Path;
        }
        catch (AimeeException exception) when (Stamp is not null)
        {
            throw new AimeeException(
                $"The mirror gives no stage3-{location.Variant} of the stamp {Stamp}: old ones are removed after some weeks. "
                + $"Set another images.stage3.stamp, or none for the newest.{Environment.NewLine}{exception.Message}",
                exception);
        }
    }

    private async Task<string> ArchiveAsync(string address, ImmutableArray<Checksum> checksums, CancellationToken cancellationToken)
    {
        Say($"fetching {address}");
        using var fetcher = new SourceFetcher(new(context.Config.Paths.Sources), work.Processes);
        var source = new Source(SourceUri.Parse(address)) { Checksums = checksums };
        return (await fetcher.FetchAsync(source, null, cancellationToken).ConfigureAwait(false)).Path;
    }

    private void Say(string text) => work.OnLine(new ProcessLine(text, IsError: false));
}
