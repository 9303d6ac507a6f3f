using System.Collections.Immutable;
using Cake.Aimee.Diagnostics;
using Cake.Aimee.Images.Debian;
using Cake.Aimee.Images.Gentoo;

namespace Cake.Aimee.Images;

/// <summary>The systems that images can be made of, by name.</summary>
public sealed class ImageSystems
{
    private readonly ImmutableSortedDictionary<string, ImageSystem> systems;

    private ImageSystems(ImmutableSortedDictionary<string, ImageSystem> systems) => this.systems = systems;

    /// <summary>The systems that come with the library.</summary>
    public static ImageSystems Default { get; } =
        new ImageSystems(ImmutableSortedDictionary.Create<string, ImageSystem>(StringComparer.Ordinal))
            .With(new DebianSystem()).With(new GentooSystem());

    /// <summary>All systems, by name.</summary>
    public IEnumerable<ImageSystem> All => systems.Values;

    /// <summary>These systems and one more; one of the same name is replaced.</summary>
    /// <param name="system">The system to be added.</param>
    public ImageSystems With(ImageSystem system) => new(systems.SetItem(system.Name, system));

    /// <summary>The system of a name.</summary>
    /// <param name="name">The name, as in <c>images.system</c>.</param>
    /// <exception cref="AimeeException">There is none such; the message lists those that there are.</exception>
    public ImageSystem Get(string name) => systems.TryGetValue(name, out var system)
        ? system
        : throw new AimeeException(
            $"There is no system '{name}' to make images of. Set images.system in the config to one of: "
            + $"{string.Join(", ", systems.Keys)}.");
}
