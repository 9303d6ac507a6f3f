using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Packaging;
using Cake.Core.Tooling;

namespace Cake.Frosting.Internal;

/// <summary>Installs tools into Cake's tool directory and makes them known to the tool locator.</summary>
internal sealed class ToolInstaller(
    ICakeEnvironment environment,
    IToolLocator locator,
    ICakeConfiguration configuration,
    ICakeLog log,
    IEnumerable<IPackageInstaller> installers) : IToolInstaller
{
    public void Install(PackageReference tool)
    {
        var installer = installers.FirstOrDefault(candidate => candidate.CanInstall(tool, PackageType.Tool))
            ?? throw new FrostingException(
                $"Tool '{tool.OriginalString}' cannot be installed: no package installer takes the scheme "
                + $"'{tool.Scheme}'. Add one with UsePackageInstaller.");

        log.Debug("Installing tool '{0}'...", tool.Package);
        var files = installer.Install(tool, PackageType.Tool, configuration.GetToolPath(".", environment));
        if (files.Count == 0)
        {
            throw new FrostingException(
                $"Tool '{tool.OriginalString}' was not installed: its package holds no file that is one.");
        }

        foreach (var file in files)
        {
            locator.RegisterFile(file.Path);
        }
    }
}
