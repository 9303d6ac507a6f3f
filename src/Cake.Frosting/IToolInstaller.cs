using Cake.Core.Packaging;

namespace Cake.Frosting;

/// <summary>Installs the tools that <c>InstallTool</c> asks for, before the first task.</summary>
public interface IToolInstaller
{
    /// <summary>Installs a tool with the first package installer that takes its scheme.</summary>
    /// <param name="tool">The tool, for example <c>nuget:?package=xunit.runner.console</c>.</param>
    /// <exception cref="FrostingException">No installer takes the scheme, or nothing was installed.</exception>
    void Install(PackageReference tool);
}
