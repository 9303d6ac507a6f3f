using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;
using Cake.Aimee.Sources;

namespace Cake.Aimee.Images.Gentoo;

/// <summary>The userland: pointer, digests, archive and signature, each verified before the next thing is done with it.</summary>
internal sealed class GentooStage3(ImageContext context, Stage3Location location, Stage3Work work)
{
    /// <summary>How long Doctor waits for a mirror that says nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private string? Stamp => context.Config.Images.Stage3.Stamp;

    internal static Stage3Recipe Recipe(ImageContext context)
    {
        var location = Stage3Location.Of(context);
        var stamp = context.Config.Images.Stage3.Stamp;
        var archive = $"{location.Directory}/{stamp ?? "STAMP"}/{location.Archive(stamp ?? "STAMP")}";
        return new(
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("keyring", Keyring.Trusted(KeyringFile(context)))
                .Add("location", location.Directory).Add("variant", location.Variant).Add("stamp", stamp ?? "latest"),
            (work, cancellationToken) => new GentooStage3(context, location, work).MakeAsync(cancellationToken))
        {
            Command = ["/bin/bash"],
            Explanation =
            [
                .. stamp is null ? new[] { $"fetch {location.Directory}/{location.Pointer}", $"gpgv --keyring KEYRING --output latest.txt {location.Pointer}" } : [],
                $"fetch {archive}.DIGESTS",
                "gpgv --keyring KEYRING --output DIGESTS.verified DIGESTS",
                $"fetch {archive}.asc",
                $"fetch {archive} (size, BLAKE2B, SHA512)",
                "gpgv --keyring KEYRING stage3.tar.xz.asc stage3.tar.xz",
                "xz --decompress --stdout stage3.tar.xz > stage3.tar",
            ],
        };
    }

    /// <summary>What the mirror, the keyring and the binary packages are, and whether they are there. Changes nothing of the tree.</summary>
    internal static async Task<ImmutableArray<KeyValuePair<string, string>>> LookAsync(
        ImageContext context, IProcessRunner processes, CancellationToken cancellationToken)
    {
        var location = Stage3Location.Of(context);
        var directory = Directory.CreateTempSubdirectory("aimee-");
        try
        {
            var stage3 = new GentooStage3(context, location, new Stage3Work(directory.FullName, processes, _ => { }));
            return
            [
                new("mirror", await stage3.AskAsync(cancellationToken).ConfigureAwait(false)),
                new("keyring", Keyring.Describe(KeyringFile(context))),
                new("binhost", await BinaryPackages.DescribeAsync(
                    PortageSettings.Binhost(GentooOptions.Section.In(context.Config), context), Patience, cancellationToken).ConfigureAwait(false)),
            ];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string? KeyringFile(ImageContext context) => context.Config.Images.Stage3.Keyring is { } file
        ? Path.GetFullPath(file, context.Config.TopDirectory)
        : null;

    private async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var signatures = await SignaturesAsync(cancellationToken).ConfigureAwait(false);
        var (stamp, size) = Stamp is { } pinned ? (pinned, (long?)null) : await LatestAsync(signatures, cancellationToken).ConfigureAwait(false);
        var name = location.Archive(stamp);
        var address = $"{location.Directory}/{stamp}/{name}";

        var digests = await SideFileAsync($"{address}.DIGESTS", stamp, cancellationToken).ConfigureAwait(false);
        var checksums = Stage3Digests.Read(await signatures.ReadAsync(digests, cancellationToken).ConfigureAwait(false), name);
        var signature = await SideFileAsync($"{address}.asc", stamp, cancellationToken).ConfigureAwait(false);
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

    private async Task<SignatureCheck> SignaturesAsync(CancellationToken cancellationToken) =>
        new(await Keyring.OpenAsync(KeyringFile(context), work.Directory, cancellationToken).ConfigureAwait(false), work.Processes);

    private async Task<(string Stamp, long? Size)> LatestAsync(SignatureCheck signatures, CancellationToken cancellationToken)
    {
        var pointer = await FetchAsync($"{location.Directory}/{location.Pointer}", Signed, cancellationToken).ConfigureAwait(false);
        var latest = location.ReadPointer(await signatures.ReadAsync(pointer, cancellationToken).ConfigureAwait(false));

        // An old pointer is as well signed as a new one. Whoever has had a newer stage3 need not believe it.
        return location.NewestIn(context.Config.Paths.Sources) is { } newest && string.CompareOrdinal(newest, latest.Stamp) > 0
            ? throw new AimeeException(
                $"{location.Pointer} is stale: it names {latest.Stamp}, and {newest} has been here before. Nothing was imported. "
                + $"Set another images.stage3.mirror, or images.stage3.stamp to the one that you want.")
            : latest;
    }

    /// <summary>Whether the mirror answers, in words.</summary>
    private async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        var address = $"{location.Directory}/{location.Pointer}";
        try
        {
            var pointer = await FetchAsync(
                address, Signed with { Attempts = 1, StallTime = Patience }, cancellationToken).ConfigureAwait(false);
            try
            {
                var signatures = await SignaturesAsync(cancellationToken).ConfigureAwait(false);
                var (stamp, _) = location.ReadPointer(await signatures.ReadAsync(pointer, cancellationToken).ConfigureAwait(false));
                return $"{address} answers: the newest is {stamp}, well signed";
            }
            catch (AimeeException exception)
            {
                return $"{address} answers, and would not be believed. {exception.Message}";
            }
        }
        catch (AimeeException exception)
        {
            return $"{address} can not be had. {exception.Message}";
        }
    }

    private SourceSettings Signed => new(Path.Combine(work.Directory, "signed")) { IsKept = false };

    private async Task<string> SideFileAsync(string address, string stamp, CancellationToken cancellationToken)
    {
        try
        {
            return await FetchAsync(address, Signed, cancellationToken).ConfigureAwait(false);
        }
        catch (AimeeException exception)
        {
            var why = Stamp is null
                ? $"{location.Pointer} names {stamp}, and the mirror does not give it: it is stale, or is being brought up to date. "
                    + "Try again later, or set another images.stage3.mirror."
                : $"The mirror gives no stage3-{location.Variant} of the stamp {stamp}: old ones are removed after some weeks. "
                    + "Set another images.stage3.stamp, or none for the newest.";
            throw new AimeeException($"{why}{Environment.NewLine}{exception.Message}", exception);
        }
    }

    /// <summary>Small files are fetched anew each time: which is the newest is what is asked.</summary>
    private async Task<string> FetchAsync(string address, SourceSettings settings, CancellationToken cancellationToken)
    {
        Say($"fetching {address}");
        using var fetcher = new SourceFetcher(settings, work.Processes);
        var source = new Source(SourceUri.Parse(address)) { TrustOnFirstUse = true };
        return (await fetcher.FetchAsync(source, null, cancellationToken).ConfigureAwait(false)).Path;
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
