namespace Cake.Aimee.Dsl;

/// <summary>Names of the tasks that are there in every tree.</summary>
public static class TaskNames
{
    /// <summary>Tells what is there.</summary>
    public const string Doctor = "Doctor";

    /// <summary>Installs what is missing.</summary>
    public const string Setup = "Setup";

    /// <summary>The unmodified userland.</summary>
    public const string Stage3Image = "Stage3Image";

    /// <summary>The base image.</summary>
    public const string BaseImage = "BaseImage";

    /// <summary>The cross toolchain's image.</summary>
    public const string CrossImage = "CrossImage";

    /// <summary>The build image.</summary>
    public const string BuildImage = "BuildImage";

    /// <summary>What would make the images of Gentoo.</summary>
    public const string GentooPlan = "GentooPlan";

    /// <summary>Copies the chain's images to a registry.</summary>
    public const string PushImages = "PushImages";

    /// <summary>The images of the current branch.</summary>
    public const string BranchImage = "BranchImage";

    /// <summary>The branches that images have.</summary>
    public const string ImageBranches = "ImageBranches";

    /// <summary>One layer of several.</summary>
    public const string Squash = "Squash";

    /// <summary>One archive of an image.</summary>
    public const string Flatten = "Flatten";

    /// <summary>What an image's layers add, hide and waste.</summary>
    public const string Layers = "Layers";

    /// <summary>The packages of the tree.</summary>
    public const string List = "List";

    /// <summary>All that is known of a package.</summary>
    public const string Query = "Query";

    /// <summary>The graph of stages.</summary>
    public const string Graph = "Graph";

    /// <summary>What is wrong in the tree.</summary>
    public const string Lint = "Lint";

    /// <summary>What sources have to be, written into the rules.</summary>
    public const string Checksums = "Checksums";

    /// <summary>The packages that newer versions are known of.</summary>
    public const string Outdated = "Outdated";

    /// <summary>What a build would do, and why.</summary>
    public const string Explain = "Explain";

    /// <summary>A CI pipeline with a job for each package or image.</summary>
    public const string Pipeline = "Pipeline";

    /// <summary>A shell where a stage runs.</summary>
    public const string Shell = "Shell";

    /// <summary>What newer artifacts have replaced, removed.</summary>
    public const string Prune = "Prune";
}
