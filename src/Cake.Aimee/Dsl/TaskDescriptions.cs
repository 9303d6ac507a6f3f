namespace Cake.Aimee.Dsl;

/// <summary>What the tasks that are there in every tree do, in a line.</summary>
public static class TaskDescriptions
{
    /// <summary>Of <see cref="TaskNames.Doctor"/>.</summary>
    public const string Doctor = "Shows which programs and engines are there, what is missing, and what would be used.";

    /// <summary>Of <see cref="TaskNames.Setup"/>.</summary>
    public const string Setup = "Installs the system programs that are missing (--no-setup only names them).";

    /// <summary>Of <see cref="TaskNames.Stage3Image"/>.</summary>
    public const string Stage3Image = "Makes <system>/stage3: an unmodified userland.";

    /// <summary>Of <see cref="TaskNames.BaseImage"/>.</summary>
    public const string BaseImage = "Makes build/base: the userland and what every toolchain needs.";

    /// <summary>Of <see cref="TaskNames.CrossImage"/>.</summary>
    public const string CrossImage = "Makes build/cross-<triple>: C, C++ and Rust for the target, proved.";

    /// <summary>Of <see cref="TaskNames.BuildImage"/>.</summary>
    public const string BuildImage = "Makes build/build-<triple>: tools for compiling and bootable images, in one layer.";

    /// <summary>Of <see cref="TaskNames.GentooPlan"/>.</summary>
    public const string GentooPlan = "Prints every command and file that would make the images of Gentoo (--config=gentoo); runs none.";

    /// <summary>Of <see cref="TaskNames.PushImages"/>.</summary>
    public const string PushImages = "Copies the chain's images to the config's registry.";

    /// <summary>Of <see cref="TaskNames.BranchImage"/>.</summary>
    public const string BranchImage = "Makes the image that the current branch is responsible for, pulls the one before it (--push sends it to the registry).";

    /// <summary>Of <see cref="TaskNames.ImageBranches"/>.</summary>
    public const string ImageBranches = "Makes or updates the branches base/*, cross/*, build/* and lib/* (--sub-branch=<name>).";

    /// <summary>Of <see cref="TaskNames.Squash"/>.</summary>
    public const string Squash = "Makes one layer of an image's layers: --input=<image> --output=<path>.";

    /// <summary>Of <see cref="TaskNames.Flatten"/>.</summary>
    public const string Flatten = "Makes one tar archive of an image: --input=<image> --output=<file>.";

    /// <summary>Of <see cref="TaskNames.Layers"/>.</summary>
    public const string Layers = "Shows what each layer of an image adds, hides and wastes: --input=<image>.";

    /// <summary>Of <see cref="TaskNames.List"/>.</summary>
    public const string List = "Lists the packages of the tree (--package=<pattern>, --format=json).";

    /// <summary>Of <see cref="TaskNames.Query"/>.</summary>
    public const string Query = "Tells all that is known of a package: --package=<p> [--var=NAME] [--format=json].";

    /// <summary>Of <see cref="TaskNames.Graph"/>.</summary>
    public const string Graph = "Writes the graph of stages: --format=json|dot|mermaid|make|html, --output=<file>.";

    /// <summary>Of <see cref="TaskNames.Lint"/>.</summary>
    public const string Lint = "Tells all that is wrong or doubtful in the tree (--format=text|json|github|gitlab|gcc).";

    /// <summary>Of <see cref="TaskNames.Checksums"/>.</summary>
    public const string Checksums = "Writes the digests of sources into the rules: --package=<p> [--verify|--refresh].";

    /// <summary>Of <see cref="TaskNames.Outdated"/>.</summary>
    public const string Outdated = "Tells which packages are behind what their sources' places have (--package=<pattern>, --format=json).";

    /// <summary>Of <see cref="TaskNames.Explain"/>.</summary>
    public const string Explain = "Tells which stages a build would run, and why (--package=<pattern>, --format=json).";

    /// <summary>Of <see cref="TaskNames.Pipeline"/>.</summary>
    public const string Pipeline =
        "Writes a CI pipeline: --format=gitlab|github|jenkins [--scope=packages|images] [--max-jobs=N] [--output=<file>] [--check].";

    /// <summary>Of <see cref="TaskNames.Shell"/>.</summary>
    public const string Shell = "Opens a shell where a stage runs, with its environment (--package=<p>, --stage=<stage>).";

    /// <summary>Of <see cref="TaskNames.Prune"/>.</summary>
    public const string Prune = "Removes artifacts and sources that newer ones have replaced.";
}
