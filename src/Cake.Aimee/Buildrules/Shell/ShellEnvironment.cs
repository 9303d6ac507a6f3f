using System.Collections.Immutable;
using Cake.Aimee.Buildrules.Configs;

namespace Cake.Aimee.Buildrules.Shell;

/// <summary>The variables that shell rules find, as the shell build engine set them.</summary>
public static class ShellEnvironment
{
    /// <summary>The variables of a tree.</summary>
    /// <param name="config">The tree's settings.</param>
    /// <param name="host">The build machine's triple.</param>
    /// <returns>The variables, by name.</returns>
    public static ImmutableDictionary<string, string?> Of(Config config, string host)
    {
        ArgumentNullException.ThrowIfNull(config);
        var target = config.Target ?? host;
        var variables = Paths(config.TopDirectory, config.Paths);
        variables["CBUILD"] = host;
        variables["CHOST"] = target;
        variables["TARGET"] = config.Name ?? target;
        variables["ARCH"] = target.Split('-')[0];
        variables["SYSROOT"] = Path.Combine(config.Paths.Sysroot, target);
        variables["ARCHIVE_FORMAT"] = config.Archive;
        // The jobserver says how many.
        variables["MAKE_OPTS"] = "";
        variables["MIRRORS"] = string.Join(' ', config.Mirrors);
        foreach (var (name, value) in config.Environment)
        {
            // Secrets, and what else is the caller's, come with the stage that needs them.
            if (value.Text is not null)
            {
                variables[name] = JobCount.Drop(name, value.Text);
            }
        }

        return variables.ToImmutable();
    }

    /// <summary>The directories of a tree, as shell rules and configs know them.</summary>
    internal static ImmutableDictionary<string, string?>.Builder Paths(string top, TreePaths paths)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        variables["BUILDER_TOPDIR"] = top;
        variables["BUILDER_CFGDIR"] = Path.Combine(top, ".builder");
        variables["BUILDER_PKGDIR"] = paths.Packages;
        variables["BUILDER_SRCDIR"] = paths.Sources;
        variables["BUILDER_ATFDIR"] = paths.Artifacts;
        variables["BUILDER_SYSDIR"] = paths.Sysroot;
        variables["BUILDER_TMPDIR"] = paths.Tmp;
        return variables;
    }
}
