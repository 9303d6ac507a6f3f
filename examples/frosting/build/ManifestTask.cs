using System.Security.Cryptography;
using Cake.Aimee.Frosting;
using Cake.Core.Diagnostics;
using Cake.Frosting;

namespace Firmware.Build;

[TaskName("Manifest")]
[TaskDescription("Lists the artifacts with their digests, after core/greeting is packed.")]
[AfterStage("core/greeting:package")]
public sealed class ManifestTask : FrostingTask<FirmwareContext>
{
    public override void Run(FirmwareContext context)
    {
        var lines = Directory.EnumerateFiles("artifacts", "greeting-*.tar.zst", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.locks/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))}  {file}");
        File.WriteAllLines("artifacts/manifest.txt", lines);
        context.Log.Information("artifacts/manifest.txt is written");
    }
}
