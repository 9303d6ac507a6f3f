using System.Collections.Frozen;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Sources;

/// <summary>Compresses an archive that is made here as its name says, with programs told to leave name, time and thread count out of it.</summary>
internal static class TarCompression
{
    private static readonly FrozenDictionary<string, string[]> Programs = new Dictionary<string, string[]>
    {
        [".tar"] = [],
        [".tar.gz"] = ["gzip", "-9", "--no-name", "--stdout"],
        [".tgz"] = ["gzip", "-9", "--no-name", "--stdout"],
        [".tar.bz2"] = ["bzip2", "-9", "--stdout"],
        [".tbz2"] = ["bzip2", "-9", "--stdout"],
        [".tar.xz"] = ["xz", "-6", "--threads=1", "--stdout"],
        [".txz"] = ["xz", "-6", "--threads=1", "--stdout"],
        [".tar.lz"] = ["lzip", "-6", "--stdout"],
        [".tar.zst"] = ["zstd", "-12", "--single-thread", "--no-check", "--quiet", "--stdout"],
    }.ToFrozenDictionary();

    /// <summary>The name without what says how it is compressed: the directory inside.</summary>
    /// <exception cref="FetchException">No archive that can be made here is called so.</exception>
    public static string BaseOf(string archive) => archive[..^SuffixOf(archive).Length];

    /// <summary>Compresses a file.</summary>
    public static async Task CompressAsync(string tar, string archive, string output, IProcessRunner runner, CancellationToken cancellationToken)
    {
        var words = Programs[SuffixOf(archive)];
        if (words.Length == 0)
        {
            File.Move(tar, output, overwrite: true);
            return;
        }
        var request = ProcessRequest.Of(words[0], words.AsSpan(1)) with
        {
            Input = async (input, stop) =>
            {
                var from = File.OpenRead(tar);
                await using (from.ConfigureAwait(false))
                {
                    await from.CopyToAsync(input, stop).ConfigureAwait(false);
                }
            },
            Output = async (stream, stop) =>
            {
                var to = File.Create(output);
                await using (to.ConfigureAwait(false))
                {
                    await stream.CopyToAsync(to, stop).ConfigureAwait(false);
                }
            },
        };
        await runner.RunCheckedAsync(request, cancellationToken).ConfigureAwait(false);
        File.Delete(tar);
    }

    private static string SuffixOf(string archive) =>
        Programs.Keys.FirstOrDefault(suffix => archive.EndsWith(suffix, StringComparison.Ordinal) && archive.Length > suffix.Length)
        ?? throw new FetchException($"an archive called {archive} can not be made: its name has to end in one of {string.Join(' ', Programs.Keys.Order(StringComparer.Ordinal))}");
}
