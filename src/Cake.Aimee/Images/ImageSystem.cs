using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Images;

/// <summary>
/// A distribution that images are made of: it says what its stage3 is and what the steps of base, cross and build
/// are. It does nothing itself: all is data until the chain runs it. Register one of your own with
/// <see cref="ImageSystems.With"/>.
/// </summary>
public abstract class ImageSystem
{
    /// <summary>The system's name: <c>images.system</c> in the config, and the first part of its stage3's name.</summary>
    public abstract string Name { get; }

    /// <summary>The schema of the system's own part of the config, <c>images.&lt;name&gt;</c>; null when it has none.</summary>
    public virtual ConfigSection? Section => null;

    /// <summary>Programs of the host that the system needs beside the engine.</summary>
    /// <param name="context">Target, config and paths.</param>
    public virtual ImmutableArray<SystemProgram> Programs(ImageContext context) => [];

    /// <summary>What often goes wrong with the system's own tools.</summary>
    public virtual ImmutableArray<KnownFailure> KnownFailures => [];

    /// <summary>What Doctor tells of the system: names and values, such as whether its mirror can be reached. Changes nothing.</summary>
    /// <param name="context">Target, config and paths.</param>
    /// <param name="processes">Runs programs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task<ImmutableArray<KeyValuePair<string, string>>> LookAsync(
        ImageContext context, IProcessRunner processes, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<KeyValuePair<string, string>>.Empty);

    /// <summary>How the userland is brought.</summary>
    /// <param name="context">Target, config and paths.</param>
    public abstract Stage3Recipe Stage3(ImageContext context);

    /// <summary>From the userland to the base image.</summary>
    /// <param name="context">Target, config and paths.</param>
    public abstract ImageRecipe Base(ImageContext context);

    /// <summary>
    /// From the base image to the cross toolchain: afterwards <c>&lt;triple&gt;-gcc</c>, <c>&lt;triple&gt;-g++</c> and
    /// <c>rustc --target &lt;rust triple&gt;</c> work.
    /// </summary>
    /// <param name="context">Target, config and paths.</param>
    /// <exception cref="Diagnostics.AimeeException">The system has no toolchain for the target; the message lists those that it has.</exception>
    public abstract ImageRecipe Cross(ImageContext context);

    /// <summary>From the cross image to the build image.</summary>
    /// <param name="context">Target, config and paths.</param>
    public abstract ImageRecipe Build(ImageContext context);

    /// <summary>Where the target's libraries are in the cross image: what programs of the target run against.</summary>
    /// <param name="context">Target, config and paths.</param>
    public abstract string Sysroot(ImageContext context);
}
