using System.Reflection;
using Cake.Cli;

namespace Cake.Aimee.Tool;

/// <summary>What <c>--version</c> and <c>--info</c> tell: the tool's own version, not Cake's.</summary>
internal sealed class ToolVersion : IVersionResolver
{
    /// <inheritdoc/>
    public string GetVersion() => GetProductVersion().Split('+')[0];

    /// <inheritdoc/>
    public string GetProductVersion() =>
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
