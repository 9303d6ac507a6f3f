using System.Collections.Immutable;
using Cake.Aimee.Images;
using Cake.Aimee.Processes;

namespace Cake.Aimee.IntegrationTests.Images.Branches;

/// <summary>The smallest system: its userland is a file that is there, and its steps write a file each.</summary>
/// <param name="userland">The tar archive.</param>
internal sealed class ToySystem(string userland) : ImageSystem
{
    public override string Name => "toy";

    public override Stage3Recipe Stage3(ImageContext context) => new(
        ImmutableSortedDictionary<string, string>.Empty.Add("blocks", "wooden"),
        async (work, token) =>
        {
            var tar = Path.Combine(work.Directory, "stage3.tar");
            await work.Processes.RunCheckedAsync(ProcessRequest.Of("cp", userland, tar), token);
            return tar;
        });

    public override ImageRecipe Base(ImageContext context) => Step("blocks", context.Packages(ImageKind.Base));

    public override ImageRecipe Cross(ImageContext context) => Step("compilers", context.Packages(ImageKind.Cross));

    public override ImageRecipe Build(ImageContext context) => Step("tools", context.Packages(ImageKind.Build));

    public override string Sysroot(ImageContext context) => "/usr/target";

    private static ImageRecipe Step(string name, ImmutableArray<string> packages) =>
        new([new ImageStep(name, $"echo {string.Join(' ', packages)} > /etc/{name}")]);
}
