using Cake.Aimee.Engines;

namespace Cake.Aimee.Images.Registries;

/// <summary>An image that goes to a registry.</summary>
/// <param name="Plan">The image, under the name that it has here.</param>
/// <param name="Repository">Its repository there.</param>
internal sealed record ImageToPush(ImagePlan Plan, ImageReference Repository);
