using Cake.Core.IO;
using Cake.Core.Packaging;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Internal;

/// <summary>
/// Cake's tool installer, made when it is first used: every context holds one, and making it loads NuGet and reads
/// NuGet's configuration, about a quarter of the start of a host that installs nothing.
/// </summary>
internal sealed class LazyToolInstaller(IServiceProvider services) : Cake.Core.Tooling.IToolInstaller
{
    private readonly Lazy<Cake.Core.Tooling.ToolInstaller> installer =
        new(() => ActivatorUtilities.CreateInstance<Cake.Core.Tooling.ToolInstaller>(services));

    public IEnumerable<FilePath> Install(PackageReference tool) => installer.Value.Install(tool);
}
