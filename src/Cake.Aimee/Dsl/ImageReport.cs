using System.Globalization;
using Cake.Aimee.Images;

namespace Cake.Aimee.Dsl;

/// <summary>What became of the images of this run: told once more when all is done.</summary>
/// <param name="output">Where the user reads.</param>
internal sealed class ImageReport(TextWriter output)
{
    private readonly List<ImageReady> images = [];

    internal void Add(ImageReady image) => images.Add(image);

    /// <summary>Names each image of the run with its digest, size and time.</summary>
    internal void Summarize()
    {
        if (images.Count == 0)
        {
            return;
        }

        var name = images.Max(image => image.Reference.ToString().Length);
        output.WriteLine();
        foreach (var image in images)
        {
            output.WriteLine(
                $"{image.Reference.ToString().PadRight(name)}  {image.Result.Digest}  {Size(image.Result.Size),9}  "
                + (image.Elapsed is { } elapsed ? Time(elapsed) : "up to date"));
        }

        images.Clear();
    }

    /// <summary>A time as people read it: <c>12.3 s</c>, <c>3 min 05 s</c>.</summary>
    internal static string Time(TimeSpan time) => time.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s");

    /// <summary>A size as people read it, in units of 1,000: <c>1.24 GB</c>.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
    };
}
