using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Images.Branches;

/// <summary>A branch that is responsible for images: <c>&lt;image&gt;/&lt;sub-branch&gt;</c>, as in <c>cross/main</c>.</summary>
/// <param name="Last">The last image that it is responsible for, which gives it its name.</param>
/// <param name="Sub">The sub-branch: the tag of its images.</param>
public sealed record ImageBranch(ImageKind Last, string Sub)
{
    /// <summary>The sub-branch whose images others fall back to, and whose images are <c>latest</c> too.</summary>
    public const string Main = "main";

    /// <summary>The tag of the newest images of <see cref="Main"/>.</summary>
    public const string Latest = "latest";

    /// <summary>The first part of the name of branches with shared code.</summary>
    public const string Library = "lib";

    private const string StepPrefix = "step-";

    /// <summary>The images that have a branch, in the order of the chain.</summary>
    public static ImmutableArray<ImageKind> Images { get; } = [ImageKind.Base, ImageKind.Cross, ImageKind.Build];

    /// <summary>The branch's name.</summary>
    public string Name => $"{Word(Last)}/{Sub}";

    /// <summary>The images that it makes, first to last; the one before them comes from a registry.</summary>
    public ImmutableArray<ImageKind> Kinds => Last == ImageKind.Base ? [ImageKind.Stage3, ImageKind.Base] : [Last];

    /// <summary>The image before those that it makes; null when there is none.</summary>
    public ImageKind? Before => Last == ImageKind.Base ? null : Last - 1;

    /// <summary>The tags by which the image before is asked for, in this order.</summary>
    public ImmutableArray<string> TagsBefore => Sub == Main ? [Main] : [Sub, Main];

    /// <summary>The tags of its images, the one that moves least first: with the build's number, the sub-branch, <c>latest</c>.</summary>
    /// <param name="buildNumber">The number that CI has given the build; null outside of CI.</param>
    public ImmutableArray<string> Tags(string? buildNumber) =>
    [
        .. buildNumber is null ? [] : new[] { $"{Sub}-{buildNumber}" },
        Sub,
        .. Sub == Main ? new[] { Latest } : [],
    ];

    /// <summary>The branch of a name.</summary>
    /// <param name="name">The name of a git branch.</param>
    /// <exception cref="AimeeException">It is no image branch; the message says what it is and which there are.</exception>
    public static ImageBranch Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (image, sub) = slash < 0 ? (name, null) : (name[..slash], name[(slash + 1)..]);
        var kind = Images.Select(kind => (ImageKind?)kind).FirstOrDefault(kind => Word(kind!.Value) == image);
        return (image, sub, kind) switch
        {
            (_, not null, { } last) => new(last, CheckSub(sub)),
            (Library, not null, _) => throw Refused(name, "it holds the code that the image branches share, and no image"),
            (Main, null, _) => throw Refused(name, "it has the README and what is common, and no image of its own"),
            (_, null, not null) => throw Refused(name, $"it lacks its sub-branch; '{image}/{Main}' would be one"),
            (_, not null, _) => throw Refused(
                name, $"there is no image '{image}'.{(Nearest.To(image, Images.Select(Word)) is { } near ? $" Did you mean '{near}/{sub}'?" : "")}"),
            _ => throw Refused(name, "its name has another form"),
        };
    }

    /// <summary>A sub-branch, which has to be a tag as well.</summary>
    /// <param name="sub">The sub-branch's name.</param>
    /// <exception cref="AimeeException">It can not be a tag, or not this one.</exception>
    public static string CheckSub(string sub) =>
        !ImageReference.IsTag(sub) ? throw new AimeeException(
            $"'{sub}' can not be a sub-branch: it is the tag of its images, which has letters, digits, '_', '.' and '-', at most 128, and begins with no '.' or '-'.")
        : sub == Latest || sub.StartsWith(StepPrefix, StringComparison.Ordinal) ? throw new AimeeException(
            $"'{sub}' can not be a sub-branch: '{Latest}' is the tag of the newest images of '{Main}', and '{StepPrefix}…' are those of images that are being made.")
        : sub;

    /// <summary>The word for an image in the names of branches: <c>cross</c>.</summary>
    /// <param name="kind">The image.</param>
    public static string Word(ImageKind kind) => kind.ToString().ToLowerInvariant();

    private static AimeeException Refused(string name, string why) => new(
        $"The branch '{name}' is no image branch: {why.TrimEnd('.', ' ')}{(why.EndsWith('?') ? "" : ".")}{Environment.NewLine}"
        + "BranchImage is for base/<sub> (stage3 and base), cross/<sub> and build/<sub>, which ImageBranches makes. "
        + "The whole chain is made by BuildImage, on any branch.");
}
