using System.Globalization;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Tests.Oci;

/// <summary>
/// Sound archives with some bytes changed: an error of ours or a squash, never a crash, a hang, a file elsewhere or an
/// output with markers. More seeds on demand: <c>AIMEE_MUTATIONS=100000</c>.
/// </summary>
internal sealed class MutationTests : SquashFixture
{
    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("AIMEE_MUTATIONS") ?? "600", CultureInfo.InvariantCulture);

    private static byte[] Layer(int number)
    {
        var name = new string('n', 120);
        return new TarBuilder()
            .Directory("./").Directory("d/").File("d/a", new string('a', 700)).Link("d/b", "d/a").Symlink("s", "d")
            .Pax($"path=d/{name}", "mtime=1.5", "SCHILY.xattr.user.a=1").File("x", "content")
            .Long('L', $"d/{name}2").Entry("y", '0', "more", magic: "ustar  \0")
            .File($"s/f{number}").File("d/.wh.old").File($"d/.wh..wh..opq").Entry("p", '6').ToArray();
    }

    [Test]
    public async Task Changed_layers_are_squashed_or_refused()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var layers = new[] { Layer(0), Mutate(Layer(1), random), Mutate(Layer(2), random) };
            ImageBuilder.WriteArchive(At("in"), new ImageBuilder(layers).DockerFiles());
            await AssertSquashedOrRefusedAsync(seed, checkMarkers: true);
        }
    }

    [Test]
    public async Task Changed_images_are_squashed_or_refused()
    {
        ImageBuilder.WriteArchive(At("sound"), new ImageBuilder(Layer(0), Layer(1)).DockerFiles());
        var sound = await File.ReadAllBytesAsync(At("sound"));
        for (var seed = 0; seed < Seeds; seed++)
        {
            await File.WriteAllBytesAsync(At("in"), Mutate(sound, new Random(seed)));
            await AssertSquashedOrRefusedAsync(seed, checkMarkers: false);
        }
    }

    private async Task AssertSquashedOrRefusedAsync(int seed, bool checkMarkers)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await Squash.RunAsync(new SquashOptions(At("in"), At("output")), cancellationToken: tooLong.Token);
            if (checkMarkers)
            {
                Assert.That(List(OutputLayer()), Has.None.Matches<string>(line => line!.Split(": ")[0].Split('/').Any(part => part.StartsWith(".wh."))), $"seed {seed}");
            }

            Directory.Delete(At("output"), recursive: true);
        }
        catch (AimeeException)
        {
            Assert.That(Directory.Exists(At("output")), Is.False, $"seed {seed}");
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            Assert.Fail($"seed {seed}: {exception}");
        }

        Assert.That(Directory.GetFileSystemEntries(Root).Select(Path.GetFileName), Is.SubsetOf(["in", "sound"]), $"seed {seed}");
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        content = [.. content];
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var block = random.Next(content.Length / TarField.BlockSize) * TarField.BlockSize;
            var header = content.AsSpan(block, TarField.BlockSize);
            switch (random.Next(6))
            {
                case 0:
                    header[random.Next(TarField.BlockSize)] = (byte)random.Next(256);
                    break;
                case 1:
                    header[TarField.Type] = (byte)"0123456LKxgSV\0"[random.Next(14)];
                    break;
                case 2:
                    TarField.WriteNumber(header[TarField.Size], random.Next(3) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(2000));
                    break;
                case 3:
                    header[random.Next(100)] = (byte)"/.\0w"[random.Next(4)];
                    break;
                case 4:
                    content = content[..random.Next(1, content.Length)];
                    return content.Length < TarField.BlockSize ? new byte[TarField.BlockSize] : content;
                default:
                    content.AsSpan(random.Next(content.Length / TarField.BlockSize) * TarField.BlockSize, TarField.BlockSize).CopyTo(header);
                    break;
            }

            if (random.Next(8) != 0 && header.IndexOfAnyExcept((byte)0) >= 0)
            {
                TarField.WriteChecksum(header);
            }
        }

        return content;
    }
}
