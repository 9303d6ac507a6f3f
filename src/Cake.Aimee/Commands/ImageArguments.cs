using System.Globalization;
using Cake.Aimee.Archives;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Oci;

namespace Cake.Aimee.Commands;

/// <summary>Command line arguments of the tasks that work on image files: <c>Squash</c>, <c>Flatten</c>, <c>Layers</c>.</summary>
/// <param name="argument">The value of an argument by its name; null when it was not given.</param>
/// <param name="directory">What relative paths start from: where the user stands.</param>
public sealed class ImageArguments(Func<string, string?> argument, string directory)
{
    private static readonly string[] Engines = ["docker:", "buildah:"];

    /// <summary>
    /// <c>--input</c>: a path, made absolute, or an engine's image as <c>docker:build/base</c>, <c>buildah:build/base</c>.
    /// </summary>
    /// <exception cref="AimeeException">It was not given.</exception>
    public string Input => Locate(Required("input"), directory);

    /// <summary><c>--output</c>: a path, made absolute.</summary>
    /// <exception cref="AimeeException">It was not given.</exception>
    public string Output => Path.GetFullPath(Required("output"), directory);

    /// <summary><c>--reference</c>: which image of the input.</summary>
    public string? Reference => Text("reference");

    /// <summary><c>--platform</c>: which platform's image.</summary>
    public Platform? Platform => Text("platform") is { } text ? Oci.Platform.Parse(text) : null;

    private Compression Compression => Choice("compression", Compression.None);

    /// <summary>All options of a squash.</summary>
    /// <exception cref="AimeeException">An argument is missing, or has a value that it can not have.</exception>
    public SquashOptions Squash() => new(Input, Output)
    {
        Reference = Reference,
        Platform = Text("platform") is "all" ? null : Platform,
        AllPlatforms = Text("platform") is "all",
        Base = Text("base") is { } path ? Path.GetFullPath(path, directory) : null,
        From = (int?)Number("from", int.MaxValue) ?? 0,
        To = (int?)Number("to", int.MaxValue),
        Format = Choice("format", ImageFormat.OciDirectory, ("oci", ImageFormat.OciDirectory), ("oci-archive", ImageFormat.OciArchive), ("docker-archive", ImageFormat.DockerArchive)),
        Compression = Compression,
        CompressionLevel = (int?)Number("level", 22),
        SplitSize = Number("split-size", long.MaxValue),
        History = Choice("history", HistoryMode.Keep),
        Threads = (int?)Number("threads", 4096) ?? 0,
        Name = Text("name"),
        Created = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } epoch
            ? DateTimeOffset.FromUnixTimeSeconds(Whole("SOURCE_DATE_EPOCH", epoch, long.MaxValue))
            : null,
        DryRun = argument("plan") is not null,
    };

    /// <summary>All options of a flatten.</summary>
    /// <exception cref="AimeeException">An argument is missing, or has a value that it can not have.</exception>
    public FlattenOptions Flatten() => new(Input, Output)
    {
        Reference = Reference,
        Platform = Platform,
        Compression = Compression,
        CompressionLevel = (int?)Number("level", 22),
        Threads = (int?)Number("threads", 4096) ?? 0,
    };

    /// <summary>An input with its path made absolute; an engine's image is left as it is.</summary>
    internal static string Locate(string input, string directory) =>
        Array.Exists(Engines, engine => input.StartsWith(engine, StringComparison.Ordinal)) ? input : Path.GetFullPath(input, directory);

    private string? Text(string name) => argument(name) is { Length: > 0 } text ? text : null;

    private string Required(string name) => Text(name) ?? throw new AimeeException(
        $"--{name} is missing. Example: --target=Squash --input=image.tar --output=squashed --compression=zstd");

    private long? Number(string name, long most) => Text(name) is { } text ? Whole($"--{name}", text, most) : null;

    private static long Whole(string name, string text, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new AimeeException($"{name} takes a whole number from 0 to {most}; '{text}' is none.");

    private T Choice<T>(string name, T usual)
        where T : struct, Enum =>
        Choice(name, usual, [.. Enum.GetValues<T>().Select(value => (value.ToString().ToLowerInvariant(), value))]);

    private T Choice<T>(string name, T usual, params (string Name, T Value)[] choices)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return usual;
        }

        var found = Array.FindIndex(choices, choice => choice.Name == text);
        return found >= 0
            ? choices[found].Value
            : throw new AimeeException($"--{name} takes {string.Join(", ", choices.Select(choice => choice.Name))}; '{text}' is none of them.");
    }
}
