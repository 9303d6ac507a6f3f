using Cake.Aimee.Benchmarks.Squash;

namespace Cake.Aimee.Benchmarks.Archive;

/// <summary>
/// Makes the install root that packing is measured with: about 1 GB in 20,000 files, most of them small, a few of them
/// most of the bytes. The same bytes on every machine.
/// </summary>
internal static class InstallRoot
{
    private const int Files = 20_000;
    private const int FilesPerDirectory = 50;
    private const int SmallFilesPerLarge = 200;

    /// <summary>Writes it, unless it is there.</summary>
    /// <returns>Its path.</returns>
    public static string Ensure(string directory)
    {
        var root = Path.Combine(directory, "root");
        var done = Path.Combine(directory, "root.done");
        if (!File.Exists(done))
        {
            Write(root);
            File.WriteAllText(done, "");
        }

        return root;
    }

    private static void Write(string root)
    {
        var random = new Random(2);
        var text = BenchmarkImage.MakeText(random);
        for (var number = 0; number < Files; number++)
        {
            var directory = Path.Combine(root, $"usr/share/part{number / FilesPerDirectory / 20:d2}/dir{number / FilesPerDirectory:d3}");
            if (number % FilesPerDirectory == 0)
            {
                Directory.CreateDirectory(directory);
            }

            var size = number % SmallFilesPerLarge == 0 ? random.Next(4_000_000, 12_000_000) : random.Next(100, 20_000);
            using var file = File.Create(Path.Combine(directory, $"file{number:d5}"));
            file.Write(text.AsSpan(random.Next(text.Length - size), size));
        }
    }
}
