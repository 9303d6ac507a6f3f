using Cake.Aimee.Oci;
using Cake.Aimee.IntegrationTests.Support;
using Cake.Aimee.Tests.Oci;

namespace Cake.Aimee.IntegrationTests.Oci;

/// <summary>Compares a squashed image, unpacked by GNU tar, with its layers, unpacked by another program.</summary>
internal abstract class OracleFixture
{
    protected string Root { get; private set; } = "";

    [OneTimeSetUp]
    public void RequirePrograms()
    {
        Require.Root();
        Require.Program("umoci", "umoci");
    }

    [SetUp]
    public void CreateRoot() => Root = Directory.CreateTempSubdirectory("oracle-").FullName;

    [TearDown]
    public void RemoveRoot() => RealFileSystem.Run("rm", "-rf", Root);

    protected string At(string name) => Path.Combine(Root, name);

    /// <summary>What differs between umoci's unpacking of the layers and ours; null when nothing does.</summary>
    protected async Task<string?> DifferenceAsync(byte[][] layers, Func<SquashOptions, SquashOptions>? change = null)
    {
        foreach (var old in Directory.GetFileSystemEntries(Root))
        {
            RealFileSystem.Run("rm", "-rf", old);
        }

        ImageBuilder.WriteDirectory(At("layout"), new ImageBuilder(layers) { Reference = "test" }.LayoutFiles());
        RealFileSystem.UnpackWithUmoci(At("layout"), "test", At("expected"));
        return await DifferenceAsync(At("layout"), At("expected"), change) ?? await DifferenceFromGzipAsync(layers, change);
    }

    /// <summary>Compressed layers are read by another way, on which contents that seem hidden are left out.</summary>
    private async Task<string?> DifferenceFromGzipAsync(byte[][] layers, Func<SquashOptions, SquashOptions>? change)
    {
        var image = new ImageBuilder(layers) { Reference = "test", Store = ImageBuilder.Gzip, LayerMediaType = "application/vnd.oci.image.layer.v1.tar+gzip" };
        ImageBuilder.WriteDirectory(At("gzip"), image.LayoutFiles());
        var plain = await Squash.RunAsync(Options(At("layout"), At("from-plain"), change));
        var gzip = await Squash.RunAsync(Options(At("gzip"), At("from-gzip"), change) with { SmallestLeftOut = 1 });
        return plain.Images[0].DiffIds.SequenceEqual(gzip.Images[0].DiffIds) ? null : "from layers that are compressed, another layer is made";
    }

    private static SquashOptions Options(string input, string output, Func<SquashOptions, SquashOptions>? change)
    {
        var options = new SquashOptions(input, output);
        return change?.Invoke(options) ?? options;
    }

    /// <summary>What differs between a tree and the squashed image; null when nothing does.</summary>
    protected async Task<string?> DifferenceAsync(string input, string expected, Func<SquashOptions, SquashOptions>? change = null)
    {
        var result = await Squash.RunAsync(Options(input, At("squashed"), change));
        foreach (var layer in result.Images[0].Layers)
        {
            RealFileSystem.UnpackWithTar(Path.Combine(At("squashed"), "blobs/sha256", layer.Digest.Hex), At("actual"));
        }

        return Difference(expected, At("actual"));
    }

    /// <summary>What differs between two trees; null when nothing does.</summary>
    protected string? Difference(string expected, string actual)
    {
        ForgetImpliedTimes(expected);
        ForgetImpliedTimes(actual);
        return RealFileSystem.Capture(expected, At("expected.tar")).AsSpan().SequenceEqual(RealFileSystem.Capture(actual, At("actual.tar")))
            ? null
            : Compare(RealFileSystem.Show(At("expected.tar")), RealFileSystem.Show(At("actual.tar")));
    }

    // A directory without an entry gets the time of its unpacking. All times in the images are before 2017.
    private static void ForgetImpliedTimes(string directory) =>
        RealFileSystem.Run("find", directory, "-depth", "-type", "d", "-newermt", "2020-01-01", "-exec", "touch", "-d", "@0", "{}", "+");

    private static string Compare(string expected, string actual)
    {
        var (one, other) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join('\n', one.Except(other).Select(line => "- " + line).Concat(other.Except(one).Select(line => "+ " + line)).DefaultIfEmpty("contents differ"));
    }
}
