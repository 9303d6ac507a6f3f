using System.Collections.Immutable;
using Cake.Aimee.Engines;

namespace Cake.Aimee.Images;

/// <summary>Something that happened while an image was made. What shows it to the user decides how.</summary>
/// <param name="Image">The image's name in the chain.</param>
public abstract record ImageEvent(string Image);

/// <summary>An image is going to be made.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="Reasons">Why: what changed since it was made, or that there is none.</param>
public sealed record ImageStarted(string Image, ImmutableArray<string> Reasons) : ImageEvent(Image);

/// <summary>A step begins.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Number">Its number, counted from 1.</param>
/// <param name="Count">How many steps the image has.</param>
public sealed record StepStarted(string Image, string Step, int Number, int Count) : ImageEvent(Image);

/// <summary>A step printed a line.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="Line">The line.</param>
public sealed record StepPrinted(string Image, string Line) : ImageEvent(Image);

/// <summary>A step has ended well.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Result">What came of it, in words; null when there is nothing to say.</param>
public sealed record StepFinished(string Image, string Step, TimeSpan Elapsed, string? Result = null) : ImageEvent(Image);

/// <summary>Steps need not run: an earlier build that broke had finished them.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="Count">How many.</param>
/// <param name="LastStep">The last of them.</param>
public sealed record StepsResumed(string Image, int Count, string LastStep) : ImageEvent(Image);

/// <summary>The image before was brought from a registry.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="From">Where it was.</param>
public sealed record ImagePulled(string Image, PulledImage From) : ImageEvent(Image);

/// <summary>An image is in a registry under a name, and the registry has said that it is.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="Destination">Its name there.</param>
/// <param name="Digest">What the name stands for: the image's manifest, or an index of several platforms' that it is in.</param>
public sealed record ImagePushed(string Image, ImageReference Destination, string Digest) : ImageEvent(Image);

/// <summary>A registry has failed in a way that may pass: it is asked again.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="What">What was being done.</param>
/// <param name="Reason">How it failed.</param>
/// <param name="Delay">How long until it is asked again.</param>
public sealed record RegistryFailed(string Image, string What, string Reason, TimeSpan Delay) : ImageEvent(Image);

/// <summary>An image is there, as planned.</summary>
/// <param name="Image">The image's name in the chain.</param>
/// <param name="Reference">Its name in the engine.</param>
/// <param name="Result">The image.</param>
/// <param name="Elapsed">How long it took to make; null when it was there already.</param>
public sealed record ImageReady(string Image, ImageReference Reference, EngineImage Result, TimeSpan? Elapsed) : ImageEvent(Image);
