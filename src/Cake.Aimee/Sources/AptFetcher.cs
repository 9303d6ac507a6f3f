using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>
/// Takes the upstream archive (<c>.orig.tar.*</c>) out of a Debian source package. apt keeps package lists of its
/// own for this below <c>sources/.apt</c>: the machine's are neither read nor changed. apt itself verifies the
/// lists' signatures and the archive's digest.
/// </summary>
internal sealed partial class AptFetcher(SourceSettings settings, IProcessRunner runner) : IFetcher
{
    private static readonly TimeSpan ListsAge = TimeSpan.FromDays(1);
    private readonly string _directory = Path.Combine(Path.GetFullPath(settings.Directory), ".apt");

    /// <summary>The URI that asks a mirror <c>apt:</c> for an archive; null when no package's name can be made of its name.</summary>
    public static SourceUri? UriFor(string archive) =>
        PackagePart().Match(archive) is { Success: true } match
            ? SourceUri.TryParse($"apt:{match.Groups[1].Value.ToLowerInvariant()}?archive={Uri.EscapeDataString(archive)}", out _)
            : null;

    /// <inheritdoc/>
    public async Task FetchAsync(FetchJob job, CancellationToken cancellationToken)
    {
        new PartialFile(job.Path).Remove();
        try
        {
            using (await FileLock.TakeAsync(Path.Combine(_directory, "lock"), onWait: null, cancellationToken).ConfigureAwait(false))
            {
                await UpdateAsync(cancellationToken).ConfigureAwait(false);
            }
            var (package, version) = await ChooseAsync(job, cancellationToken).ConfigureAwait(false);
            await DownloadAsync(job, $"{package}={version}", cancellationToken).ConfigureAwait(false);
        }
        catch (AimeeException e)
        {
            throw new FetchException(e.Message, e);
        }
    }

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        var stamp = Path.Combine(_directory, "updated");
        var list = Path.Combine(_directory, "sources.list");
        var lines = string.Join('\n', await SourceLinesAsync(cancellationToken).ConfigureAwait(false)) + "\n";
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) + ListsAge > DateTime.UtcNow && await File.ReadAllTextAsync(list, cancellationToken).ConfigureAwait(false) == lines)
        {
            return;
        }
        Directory.CreateDirectory(Path.Combine(_directory, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(_directory, "cache", "archives", "partial"));
        await File.WriteAllTextAsync(list, lines, cancellationToken).ConfigureAwait(false);
        await runner.RunCheckedAsync(Apt("apt-get", "update"), cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(stamp, "", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The source packages beside the binary ones that this machine is configured for.</summary>
    private async Task<ImmutableArray<string>> SourceLinesAsync(CancellationToken cancellationToken)
    {
        if (settings.AptSources.Length > 0)
        {
            return settings.AptSources;
        }
        var targets = await runner.RunCheckedAsync(
            ProcessRequest.Of("apt-get", "indextargets", "--format", "deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"),
            cancellationToken).ConfigureAwait(false);
        // Where several have a version, apt takes the first: mirrors of the security archive alone are seldom whole.
        return
        [
            .. targets.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()
                .OrderBy(line => line.Contains("-security", StringComparison.Ordinal)).ThenBy(line => line, StringComparer.Ordinal),
        ];
    }

    /// <summary>The version that holds the wanted archive; the newest one when nobody knows what is wanted.</summary>
    private async Task<(string Package, string Version)> ChooseAsync(FetchJob job, CancellationToken cancellationToken)
    {
        var words = job.Uri.Address.Split('=', 2);
        var shown = await runner.RunAsync(Apt("apt-cache", "showsrc", "--only-source", words[0]), cancellationToken).ConfigureAwait(false);
        var records = shown.Output.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(text => (Version: VersionField().Match(text).Groups[1].Value, Text: text))
            .Where(record => record.Version.Length > 0 && (words.Length == 1 || record.Version == words[1]))
            .ToList();
        if (records.Count == 0)
        {
            throw new FetchException($"there is no source package {job.Uri.Address}");
        }
        var sha256 = job.Wanted.FirstOrDefault(checksum => checksum.Algorithm == ChecksumAlgorithm.Sha256)?.Hex;
        var found = records.FirstOrDefault(record => sha256 is null || record.Text.Contains(sha256, StringComparison.Ordinal));
        return found.Version is { } version
            ? (words[0], version)
            : throw new FetchException($"the source package {words[0]} ({string.Join(", ", records.Select(record => record.Version).Distinct())}) has no archive with the sha256 {sha256}");
    }

    private async Task DownloadAsync(FetchJob job, string package, CancellationToken cancellationToken)
    {
        var passing = Directory.CreateDirectory(job.Path + ".d");
        try
        {
            var request = Apt("apt-get", "--quiet", "source", "--download-only", "--only-source", package) with { WorkingDirectory = passing.FullName };
            await runner.RunCheckedAsync(request, cancellationToken).ConfigureAwait(false);
            var archive = passing.EnumerateFiles().FirstOrDefault(file => UpstreamArchive().IsMatch(file.Name))
                ?? throw new FetchException($"the source package {package} has no upstream archive");
            archive.MoveTo(job.Path, overwrite: true);
            job.Progress(archive.Length, archive.Length);
        }
        finally
        {
            passing.Delete(recursive: true);
        }
    }

    private ProcessRequest Apt(string program, params ReadOnlySpan<string> words) => ProcessRequest.Of(program,
    [
        "-o", $"Dir::Etc::sourcelist={_directory}/sources.list",
        "-o", "Dir::Etc::sourceparts=/dev/null",
        "-o", $"Dir::State::lists={_directory}/lists",
        "-o", $"Dir::Cache={_directory}/cache",
        // As root, apt would go on as a user who may not write here.
        "-o", "APT::Sandbox::User=root",
        .. words,
    ]);

    // NAME-1.2.3.tar.gz, NAME_1.2.orig.tar.xz, NAME-v1.0.tgz
    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9+.-]+?)[-_]v?\d")]
    private static partial Regex PackagePart();

    [GeneratedRegex(@"^Version: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex VersionField();

    [GeneratedRegex(@"\.orig\.tar\.[a-z0-9]+$")]
    private static partial Regex UpstreamArchive();
}
