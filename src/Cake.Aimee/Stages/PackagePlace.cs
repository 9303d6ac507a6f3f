using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Planning;

namespace Cake.Aimee.Stages;

/// <summary>The directories in which a package is built: <c>tmp/category/package/</c> and those below it.</summary>
/// <param name="Directory">Absolute path of the package's own directory below <c>tmp/</c>.</param>
public sealed record PackagePlace(string Directory)
{
    /// <summary>Unpacked sources, and where they are compiled: <c>W</c>.</summary>
    public string Work => Path.Combine(Directory, "work");

    /// <summary>The install root: <c>D</c>.</summary>
    public string Install => Path.Combine(Directory, "install");

    /// <summary>What stages print, and the journal: <c>L</c>.</summary>
    public string Log => Path.Combine(Directory, "log");

    /// <summary>What stages were started with: <c>E</c>.</summary>
    public string Environment => Path.Combine(Directory, "env");

    /// <summary>For what stages want to write beside: <c>T</c>.</summary>
    public string Temporary => Path.Combine(Directory, "tmp");

    /// <summary>The journal.</summary>
    public string Journal => Path.Combine(Log, "journal.jsonl");

    /// <summary>The place of a package.</summary>
    /// <param name="config">The tree's settings.</param>
    /// <param name="package">The package.</param>
    public static PackagePlace Of(Config config, PlannedPackage package)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(package);
        return new(Path.Combine(config.Paths.Tmp, package.Id));
    }

    /// <summary>What a stage prints.</summary>
    public string LogOf(string stage) => Path.Combine(Log, $"{stage}.log");

    /// <summary>What a stage was started with.</summary>
    public string EnvironmentOf(string stage) => Path.Combine(Environment, $"{stage}.env");

    /// <summary>What a stage runs.</summary>
    public string ScriptOf(string stage) => Path.Combine(Environment, $"{stage}.sh");
}
