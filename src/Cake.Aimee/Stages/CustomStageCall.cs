using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Packages;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages;

/// <summary>What a custom stage is told when it is done for a package.</summary>
/// <param name="Node">The stage of the package.</param>
/// <param name="Config">The tree's settings; its <see cref="Config.Paths"/> say where everything is.</param>
/// <param name="Processes">Runs programs; they end with the build.</param>
/// <param name="Log">The stage's log.</param>
public sealed record CustomStageCall(StageNode Node, Config Config, IProcessRunner Processes, TextWriter Log)
{
    /// <summary>The package, as its rules describe it.</summary>
    public Package Package => Node.Package.Package;

    /// <summary>Absolute path of the package's own directory below <c>tmp/</c>, with <c>work/</c>, <c>install/</c>, <c>log/</c> when there are any.</summary>
    public string Directory => Path.Combine(Config.Paths.Tmp, Node.Package.Id);
}
