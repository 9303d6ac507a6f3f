using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cake.Aimee.Images;

namespace Cake.Aimee.Tests.Images;

internal sealed partial class ImageSystemsTests
{
    [Test]
    public void What_makes_images_knows_no_system_by_name()
    {
        var images = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../src/Cake.Aimee/Images"));
        var knowing = Directory.EnumerateFiles(images, "*.cs")
            .Where(file => Path.GetFileName(file) != $"{nameof(ImageSystems)}.cs")
            .Where(file => ImageSystems.Default.All.Any(system => Comment().Replace(File.ReadAllText(file), "").Contains(system.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(Path.GetFileName);
        Assert.That(knowing, Is.Empty);
    }

    private static string Here([CallerFilePath] string here = "") => here;

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
