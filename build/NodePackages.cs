using Cake.Common;
using Cake.Common.Diagnostics;
using Cake.Common.IO;
using Cake.Core;
using Cake.Core.IO;

namespace Cake.Aimee.Build;

/// <summary>Programs of npm's that the tests run: their versions are pinned, and they are installed below <c>tmp/</c>.</summary>
internal static class NodePackages
{
    private static readonly FilePath Wanted = "tests/Cake.Aimee.IntegrationTests/Pipelines/package.json";
    private static readonly DirectoryPath Place = "tmp/test-tools";

    /// <summary>Installs them, unless they are there. Where npm has no registry the tests that need them are skipped.</summary>
    internal static void Install(BuildContext context)
    {
        // It is put there last.
        var installed = Place.CombineWithFilePath("installed.json");
        var wanted = File.ReadAllText(context.MakeAbsolute(Wanted).FullPath);
        if (context.FileExists(installed) && File.ReadAllText(context.MakeAbsolute(installed).FullPath) == wanted)
        {
            return;
        }

        context.EnsureDirectoryExists(Place);
        context.CopyFile(Wanted, Place.CombineWithFilePath("package.json"));
        var settings = new ProcessSettings { WorkingDirectory = Place };
        if (context.StartProcess("npm", settings.WithArguments(words => words.Append("install --no-audit --no-fund --no-package-lock --loglevel=error"))) == 0)
        {
            context.CopyFile(Wanted, installed);
        }
        else
        {
            context.Warning("npm could not install what {0} names: the tests that run pipelines will be skipped.", Wanted);
        }
    }
}
