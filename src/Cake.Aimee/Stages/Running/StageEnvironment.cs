using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cake.Aimee.Buildrules.Configs;
using Cake.Aimee.Buildrules.Shell;
using Cake.Aimee.Planning;
using Cake.Aimee.Processes;

namespace Cake.Aimee.Stages.Running;

/// <summary>
/// The variables that a stage is started with. Nothing of the caller's environment is among them but what the rules
/// name, so that a stage finds the same on every machine.
/// </summary>
/// <param name="Variables">The variables, by name.</param>
/// <param name="Secrets">The values that must not be seen.</param>
internal sealed record StageEnvironment(ImmutableSortedDictionary<string, string> Variables, ImmutableArray<string> Secrets)
{
    /// <summary>The time of packages whose sources tell none: the first day that a zip archive can hold.</summary>
    public const long NoEpoch = 315_532_800;

    /// <summary>The variables of a package's stages.</summary>
    /// <param name="context">The build.</param>
    /// <param name="package">The package.</param>
    /// <param name="runner">Where the stage runs.</param>
    /// <param name="hostPrograms">Where programs of packages for the build machine are; empty when there are none.</param>
    /// <param name="epoch">The time that programs are to take for the present one; null when the sources do not tell.</param>
    /// <exception cref="Diagnostics.AimeeException">A variable is to come from the caller's environment and is not there.</exception>
    public static StageEnvironment Of(
        BuildContext context, PlannedPackage package, IShellRunner runner, IEnumerable<string> hostPrograms, long? epoch)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in ShellEnvironment.Of(context.Config, context.Host))
        {
            variables[name] = runner.Inside(value ?? "");
        }

        AddPackage(variables, context, package, runner);
        variables["HOME"] = variables["T"];
        variables["TMPDIR"] = variables["T"];
        variables["LC_ALL"] = "C.UTF-8";
        variables["TZ"] = "UTC";
        variables["TERM"] = "dumb";
        variables["SOURCE_DATE_EPOCH"] = (epoch ?? NoEpoch).ToString(CultureInfo.InvariantCulture);
        var secrets = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, value) in context.Config.Environment.Concat(package.Package.Environment))
        {
            AddValue(variables, name, value, context, package, secrets);
        }

        var path = variables.GetValueOrDefault("PATH") ?? runner.SearchPath;
        variables["PATH"] = string.Join(':', [runner.Inside(context.Config.Paths.Scripts), .. hostPrograms, path]);
        return new(variables.ToImmutableSortedDictionary(StringComparer.Ordinal), secrets.ToImmutable());
    }

    /// <summary>The variables as lines of shell, secrets masked: what is left for people in <c>env/</c>.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Variables)
        {
            text.Append(name).Append('=').Append(ShellWord.Quote(SecretMask.Apply(value, Secrets))).Append('\n');
        }

        return text.ToString();
    }

    private static void AddPackage(SortedDictionary<string, string> variables, BuildContext context, PlannedPackage package, IShellRunner runner)
    {
        var place = PackagePlace.Of(context.Config, package);
        var rules = package.Package;
        var triple = context.TripleOf(package);
        var values = new (string Name, string Value)[]
        {
            ("NAME", rules.Name), ("CATEGORY", rules.Category), ("PKG_NAME", rules.Id), ("VERSION", rules.Version), ("RELEASE", rules.Release),
            ("F", Path.Combine(rules.Directory, "files")), ("W", place.Work), ("L", place.Log), ("E", place.Environment),
            ("T", place.Temporary), ("D", place.Install), ("S", Path.Combine(place.Work, rules.SourceDirectory)),
            ("RULESFILE", Path.Combine(rules.Directory, "Buildrules")), ("CHOST", triple), ("ARCH", triple.Split('-')[0]),
            ("SYSROOT", context.SysrootOf(package)), ("JOBS", context.Jobs.ToString(CultureInfo.InvariantCulture)),
            ("AIMEE_VARIANT", package.IsHost ? "@host" : ""),
        };
        foreach (var (name, value) in values)
        {
            variables[name] = runner.Inside(value);
        }
    }

    private static void AddValue(
        SortedDictionary<string, string> variables, string name, EnvironmentValue value, BuildContext context, PlannedPackage package, ImmutableArray<string>.Builder secrets)
    {
        var text = value.Text ?? context.Caller(value.From!) ?? throw BuildContext.Fault(
            package, $"The variable {name} comes from {value.From} of your environment, which is not set.", $"Set it: export {value.From}=…");
        if (value.IsSecret && text.Length > 0)
        {
            secrets.Add(text);
        }

        variables[name] = JobCount.Drop(name, text);
    }
}
