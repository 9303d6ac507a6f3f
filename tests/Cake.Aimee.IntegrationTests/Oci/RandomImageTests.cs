using System.Globalization;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>
/// Random images against the real file system. Each seed is an image of its own in a directory of its own; hundreds of
/// them share the layers of one image, because programs take longer to start than to unpack. More seeds on demand:
/// <c>AIMEE_SEEDS=50000</c>. A seed that fails is shrunk to the entries that matter.
/// </summary>
internal sealed class RandomImageTests : OracleFixture
{
    private const int BatchSize = 250;

    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("AIMEE_SEEDS") ?? "2000", CultureInfo.InvariantCulture);

    [Test]
    public async Task Random_images_are_squashed_to_what_their_layers_make()
    {
        for (var first = 0; first < Seeds; first += BatchSize)
        {
            var seeds = Enumerable.Range(first, Math.Min(BatchSize, Seeds - first)).ToList();
            var images = seeds.Select(seed => new RandomImage(seed, $"s{seed}/").MakeLayers()).ToList();
            if (await FailureAsync(Merge(images)) is not null)
            {
                await ReportFirstFailureAsync(seeds, images);
            }
        }
    }

    [Test]
    public async Task Random_images_without_a_directory_of_their_own_are_too([Range(0, 59)] int seed)
    {
        var image = new RandomImage(seed, "").MakeLayers();
        if (await FailureAsync(image) is not null)
        {
            await ReportFirstFailureAsync([seed], [image]);
        }
    }

    private async Task ReportFirstFailureAsync(List<int> seeds, List<List<List<RandomEntry>>> images)
    {
        foreach (var (seed, image) in seeds.Zip(images))
        {
            if (await FailureAsync(image) is not null)
            {
                var small = await ShrinkAsync(image);
                var layers = small.Select((layer, index) => $"layer {index}:\n  {string.Join("\n  ", layer)}");
                Assert.Fail($"seed {seed}:\n{string.Join('\n', layers)}\n{await FailureAsync(small)}");
            }
        }

        Assert.Fail($"seeds {seeds[0]} to {seeds[^1]} fail together, but none alone: {await FailureAsync(Merge(images))}");
    }

    // Leaves out one entry after the other, as long as it still fails.
    private async Task<List<List<RandomEntry>>> ShrinkAsync(List<List<RandomEntry>> image)
    {
        for (var layer = image.Count - 1; layer >= 0; layer--)
        {
            for (var entry = image[layer].Count - 1; entry >= 0; entry--)
            {
                // umoci gives directories without an entry other times than tar does: their entries stay.
                var path = image[layer][entry].RealPath;
                if (image.Any(entries => entries.Any(other => other.RealPath != path && other.RealPath.StartsWith(path, StringComparison.Ordinal))))
                {
                    continue;
                }

                var smaller = image.Select(entries => entries.ToList()).ToList();
                smaller[layer].RemoveAt(entry);
                if (await FailureAsync(smaller, mayBeUnsound: true) is not null)
                {
                    image = smaller;
                }
            }
        }

        return image;
    }

    /// <summary>What is wrong with an image's squashing; null when nothing is.</summary>
    private async Task<string?> FailureAsync(List<List<RandomEntry>> image, bool mayBeUnsound = false)
    {
        try
        {
            return await DifferenceAsync([.. image.Select(Archive)]);
        }
        catch (AimeeException exception)
        {
            return exception.Message;
        }
        catch (InvalidOperationException exception) when (exception.Message.StartsWith("umoci", StringComparison.Ordinal))
        {
            return mayBeUnsound ? null : exception.Message;
        }
    }

    private static byte[] Archive(List<RandomEntry> entries)
    {
        var archive = new TarBuilder();
        entries.ForEach(entry => entry.WriteTo(archive));
        return archive.ToArray();
    }

    private static List<List<RandomEntry>> Merge(List<List<List<RandomEntry>>> images) =>
        [.. Enumerable.Range(0, images.Max(image => image.Count))
            .Select(layer => images.SelectMany(image => image.ElementAtOrDefault(layer) ?? []).ToList())];
}
